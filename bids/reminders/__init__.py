"""What bidding reminds of, one module a subject; the kit finds them here."""

from bids.reminders import calls

__all__ = ["calls"]
