"""What programmes do when a lower app announces something."""
