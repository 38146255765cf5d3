"""What we look up about bidding, and who can see it."""
