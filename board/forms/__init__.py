"""What a person may type about the board; validation only."""
