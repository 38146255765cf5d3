"""What can be done in bidding, one verb a module."""
