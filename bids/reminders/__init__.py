"""What bidding reminds of, one module a subject; the kit finds them here."""

from bids.reminders import calls, marking

__all__ = ["calls", "marking"]
