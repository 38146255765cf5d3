"""What programmes send."""
