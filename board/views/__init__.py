"""Pages of the board and of its elections."""
