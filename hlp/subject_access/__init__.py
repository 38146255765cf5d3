"""What the portal holds about one person: a copy for them, erasure, and what time takes away."""
