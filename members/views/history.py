"""What happened to a membership, in words, from the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.db.models import Model

MOVES = {
    "sign": "Signed",
    "activate": "Became a member",
    "verify": "Verified; became a member",
    "record_paper": "Signature on paper recorded",
    "give_notice": "Gave notice",
    "end": "Ended",
}


@dataclass(frozen=True)
class Event:
    at: datetime
    who: str
    what: str


def of(obj: Model) -> list[Event]:
    """Newest first; who has since been erased is "someone"."""
    entries = LogEntry.objects.get_for_object(obj).select_related("actor").order_by("-timestamp")
    return [
        Event(entry.timestamp, str(entry.actor) if entry.actor else "The portal", _what(obj, entry))
        for entry in entries
    ]


def _what(obj: Model, entry: LogEntry) -> str:
    told: dict[str, Any] = entry.additional_data or {}
    if "move" in told:
        return MOVES.get(told["move"], str(told["move"]).replace("_", " ").capitalize())
    if "what" in told:
        return str(told["what"]).capitalize()
    if entry.action == LogEntry.Action.CREATE:
        return "Started"
    return "Changed " + ", ".join(_names(obj, entry))


def _names(obj: Model, entry: LogEntry) -> list[str]:
    """The changed fields as a person calls them, in the model's order."""
    changed = entry.changes_dict
    fields = obj._meta.concrete_fields
    return [str(field.verbose_name) for field in fields if field.name in changed]
