"""What bidding writes to people."""
