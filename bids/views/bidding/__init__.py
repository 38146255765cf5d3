"""Pages of bidders: their own bid, and nobody else's."""
