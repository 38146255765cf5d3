"""The board's view: reach, commitments, quality."""
