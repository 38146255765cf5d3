"""What bidding reminds of, one module a subject; the kit finds them here."""

from bids.reminders import bids, calls, marking

__all__ = ["bids", "calls", "marking"]
