"""Pages of bidding, by subject."""
