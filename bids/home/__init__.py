"""What waits for whom in bidding, by subject."""
