"""How fast the portal is: `make bench`. Measured, printed, written as JSON; never asserted."""
