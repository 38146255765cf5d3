"""What the board writes to people."""
