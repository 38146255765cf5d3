"""Tools every app shares. The kit knows no app and no person: what it must be told, apps register."""
