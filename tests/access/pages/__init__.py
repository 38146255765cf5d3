"""Who may open what, one file per app."""
