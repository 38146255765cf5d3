"""Pages of elections: from the list to the board of counted votes."""
