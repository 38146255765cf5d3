"""Pages of programmes: shown to all, planned by their lead schools."""
