"""Logs: text for people, or LOG_FORMAT=json on standard output for machines."""

from typing import Any

from hlp.settings.environment import text

LOG_FORMAT = text("LOG_FORMAT", "plain")
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
        # Eight lines a document would drown the rest.
        **{name: {"level": "WARNING"} for name in ("weasyprint.progress", "fontTools")},
        "gunicorn.error": {"propagate": True},  # takes its own handler away
    },
}
