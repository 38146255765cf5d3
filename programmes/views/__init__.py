"""What people see and press, by page."""
