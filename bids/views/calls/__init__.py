"""Pages of calls: for everybody, and for office and clerk who set them up and run them."""
