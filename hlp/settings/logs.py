"""Logs: text for people, or LOG_FORMAT=json on standard output for machines."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from hlp.settings.environment import text

LOG_FORMAT = text("LOG_FORMAT", "plain")
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; set it to plain or json.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "hlp.logs.PlainFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "hlp.logs.JsonFormatter"},
    },
    "handlers": {
        "plain": {"class": "logging.StreamHandler", "formatter": "plain"},
        "json": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stdout",
        },
    },
    "root": {"handlers": [LOG_FORMAT], "level": text("LOG_LEVEL", "INFO")},
    "loggers": {
        # Eight lines a document would drown the rest; that a task succeeded says that it came.
        **{name: {"level": "WARNING"} for name in ("weasyprint.progress", "fontTools")},
        "celery.worker.strategy": {"level": "WARNING"},
        "gunicorn.error": {"propagate": True},  # takes its own handler away
    },
}
