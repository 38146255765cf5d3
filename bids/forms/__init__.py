"""What people type in bidding; validation only."""
