"""Who did what: django-auditlog keeps the changes, this module the rest.

Personal fields never reach the log (a change is noted, its text is not), and what is not a
change (a download, an early opening) or a bulk write is recorded by name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import pre_save

from hlp.kit import privacy

# Rows that record sending and working themselves, or must stay secret: never audited.
NOT_AUDITED = (
    *("kit.outboxmessage", "kit.attachment", "kit.workitem", "kit.document"),
    *("kit.remindermail", "kit.said"),
    # The vote is secret: a line with a time and a person for each would undo it.
    *("board.voterroll", "board.sealedballot", "board.boardcode", "board.boardmarks"),
    "board.keylock",
    # Needs vanish, and anonymous answers must not be told apart by their hour.
    *("programmes.placeneeds", "programmes.asked", "programmes.response", "programmes.answer"),
)

WITHHELD = "(not kept in the log)"

_actor: ContextVar[Any] = ContextVar("audit_actor", default=None)
_details: ContextVar[dict[str, Any] | None] = ContextVar("audit_details", default=None)


def connect() -> None:
    pre_save.connect(_complete, sender=LogEntry, dispatch_uid="kit.audit")


def register(model: type[Model], *, exclude: Sequence[str] = ()) -> type[Model]:
    """Log every change of the model's own fields; the personal ones only as "changed"."""
    if model._meta.label_lower in NOT_AUDITED:
        raise ValueError(f"{model._meta.label} is left out of the audit log by name")
    kept = [f.name for f in model._meta.concrete_fields if f.name not in exclude]
    known = privacy.of(model) or privacy.Privacy()
    auditlog.register(
        model,
        include_fields=kept,  # without this auditlog also writes reverse relations
        mask_fields=[name for name in kept if name in known.personal],
        mask_callable="hlp.kit.audit.mask",
    )
    return model


def is_registered(model: type[Model]) -> bool:
    return auditlog.contains(model)


def mask(value: str) -> str:
    # auditlog's own mask shows the second half, which for a surname is all of it.
    return WITHHELD if value and value != "None" else ""


@contextmanager
def acting(user: Any, **details: Any) -> Iterator[None]:
    """Changes inside are logged as done by `user`: for tasks, commands and services. Nests."""
    before = (_actor.set(user or _actor.get()), _details.set(details or _details.get()))
    try:
        yield
    finally:
        _actor.reset(before[0])
        _details.reset(before[1])


def record(obj: Model, *, what: str, by: Any, **details: Any) -> LogEntry:
    """Log an action that changes nothing: an invoice downloaded, a bid opened early."""
    entry: LogEntry = LogEntry.objects.log_create(
        obj,
        force_log=True,
        action=LogEntry.Action.ACCESS,
        object_repr=describe(obj),
        actor=_known(by) or _known(_actor.get()),
        additional_data={"what": what, **details},
    )
    return entry


def bulk(
    objs: Iterable[Model],
    *,
    what: str,
    by: Any,
    each: Callable[[Any], Mapping[str, Any]] | None = None,
    **details: Any,
) -> int:
    """Log a bulk write, one entry per row, which auditlog does not see.

    `details` go to every entry, `each` says what is particular to one row.
    """
    entries = [
        _entry(obj, by, {"what": what, **details, **(each(obj) if each else {})}) for obj in objs
    ]
    LogEntry.objects.bulk_create(entries, batch_size=500)
    return len(entries)


def describe(obj: Model) -> str:
    """The row's name in the log: only a number where it holds personal fields, to stay erasable."""
    known = privacy.of(obj._meta.model)  # also where a lazy request.user is handed in
    if known and known.personal:
        return f"{obj._meta.verbose_name} {obj.pk}"
    return str(obj)


def _known(by: Any) -> Any:
    """The signed-in person, or None: the system and the anonymous are no actors."""
    return by if isinstance(by, get_user_model()) and by.pk else None


def _entry(obj: Model, by: Any, data: dict[str, Any]) -> LogEntry:
    return LogEntry(
        content_type=ContentType.objects.get_for_model(obj),
        object_pk=str(obj.pk),
        object_id=obj.pk if isinstance(obj.pk, int) else None,
        object_repr=describe(obj),
        action=LogEntry.Action.UPDATE,
        actor=_known(by) or _known(_actor.get()),
        additional_data=data,
    )


def _complete(sender: type[LogEntry], instance: LogEntry, **kwargs: Any) -> None:
    if instance.actor is None:
        instance.actor = _known(_actor.get())
    if instance.additional_data is None:
        instance.additional_data = _details.get()
    model = instance.content_type.model_class()
    known = privacy.of(model) if model else None
    if known and known.personal:
        instance.object_repr = f"{model._meta.verbose_name} {instance.object_pk}"
