"""Tools every app shares. The kit knows no app and no person; apps register what it must know."""
