"""What happened to a row, in words, from the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.db.models import Model

MOVES = {
    "sign": "Signed",
    "activate": "Became a member",
    "verify": "Verified; became a member",
    "send_back": "Sent the paper back",
    "close_school": "Ended: the school closed",
    "record_paper": "Signature on paper recorded",
    "withdraw": "Withdrew the sign-up",
    "take_up": "Took the sign-up up again",
    "give_notice": "Gave notice",
    "stay": "Took the notice back",
    "end": "Ended",
    "answer": "Answered",
    "close": "Closed",
    "reopen": "Opened again",
}


@dataclass(frozen=True)
class Event:
    at: datetime
    who: str
    what: str


def of(obj: Model, made: str = "Started") -> list[Event]:
    """Newest first; `made` says how the row came to be."""
    entries = (
        LogEntry.objects.get_for_object(obj).select_related("actor").order_by("-timestamp", "-pk")
    )
    return [
        Event(
            entry.timestamp,
            str(entry.actor) if entry.actor else "The portal",
            _what(obj, entry, made),
        )
        for entry in entries
    ]


def _what(obj: Model, entry: LogEntry, made: str) -> str:
    told: dict[str, Any] = entry.additional_data or {}
    if "move" in told:
        return MOVES.get(told["move"], str(told["move"]).replace("_", " ").capitalize())
    if "what" in told:
        return str(told["what"]).capitalize()
    if entry.action == LogEntry.Action.CREATE:
        return made
    return "Changed " + ", ".join(_names(obj, entry))


def _names(obj: Model, entry: LogEntry) -> list[str]:
    """The changed fields as a person calls them, in the model's order."""
    changed = entry.changes_dict
    fields = obj._meta.concrete_fields
    return [str(field.verbose_name) for field in fields if field.name in changed]
