"""What can be done in bidding, one verb a module."""

from bids.services.publishing import publish

__all__ = ["publish"]
