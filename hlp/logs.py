"""Logs that a machine can read and nobody can forge; errors told to Sentry where one is named.

One line a record, whatever was typed into it. Of an exception only its kind and place are kept:
its text may quote a person's data.
"""

import json
import logging
import re
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
# Links of invitations, resets and confirmations hold a key: who reads the log must not use it.
_KEY = re.compile(r"(?<=/)(?=[\w:-]*\d)[\w:-]{16,}(?=/|$|\s)")


def said(record: logging.LogRecord) -> str:
    """The message on one line, without the keys of links."""
    return _KEY.sub("(key)", record.getMessage()).replace("\r", "\\r").replace("\n", "\\n")


class PlainFormatter(logging.Formatter):
    """For a terminal: tracebacks keep their lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = said(record)
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
        }
        if request_id := _request_id.get():
            entry["request"] = request_id
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            entry["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(entry)


class RequestIdMiddleware:
    """Gives each request a number, or takes the proxy's, and says it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GIVEN.fullmatch(given) else uuid4().hex
        # Not taken back afterwards: Django logs a 404 when the middlewares are through.
        _request_id.set(request_id)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


def report_to_sentry(dsn: str, *, environment: str) -> None:
    """Errors with their place, and nothing of the person: no body, no cookies, no variables."""
    import sentry_sdk  # noqa: PLC0415 - slow library, and only installed where it is used

    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=without_words,
    )


def without_words(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """Exceptions lose their text, requests all but their method."""
    for error in event.get("exception", {}).get("values", []):
        error["value"] = ""
    event["request"] = {"method": event.get("request", {}).get("method", "")}
    event.pop("user", None)
    return event
