"""What a person may ask of invoices and enter in the books; validation only."""
