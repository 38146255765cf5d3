"""Pages of the house that anyone may read: prospectus, help, what we promise, robots.txt."""
