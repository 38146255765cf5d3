"""The portal itself: settings, addresses, Celery and the pages that gather from several apps."""

from hlp.celery import app as celery_app

__all__ = ["celery_app"]
