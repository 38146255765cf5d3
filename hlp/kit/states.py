"""One table of moves per workflow: `available` drives the buttons, `make` alone assigns a state.

Wrong state, wrong person and wrong moment are three refusals with three sentences.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction

from hlp.kit import audit, charts
from hlp.kit.access import WrongPerson
from hlp.kit.refusal import Refusal

__all__ = [
    "REGISTRY",
    "Available",
    "Move",
    "StateChoices",
    "WrongMoment",
    "WrongPerson",
    "WrongState",
]

M = TypeVar("M", bound=models.Model)
Condition = Callable[[Any, datetime], str | None]


class WrongState(Refusal):
    """The row is not, or no longer, where this move starts."""


class WrongMoment(Refusal):
    """State and person are right, but the move's condition is not met now."""


class StateChoices(models.TextChoices):
    """Members say value, label and tag colour: `DRAFT = "draft", "Draft", "grey"`."""

    _shown: str

    def __new__(cls, value: str, shown: str = "") -> "StateChoices":
        if not shown:
            raise TypeError(f"{cls.__name__}: a state has a value, a label and a colour")
        member = str.__new__(cls, value)
        member._value_ = value
        member._shown = shown
        return member

    @property
    def label(self) -> str:
        return self._shown

    @property
    def colour(self) -> str:
        # Django takes the last of a member's values as its label: here that is the colour.
        return str(self._label_)


@dataclass(frozen=True)
class Move:
    name: str
    origins: Set[str]
    to: str
    permission: str | None  # None: only the system makes it
    only_if: Condition | None = None  # (obj, now) -> why it is closed, or None
    stamp: str = ""  # fills <stamp>_at and <stamp>_by where the model has them
    label: str = ""

    @property
    def text(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Available:
    move: Move
    closed_because: str | None


REGISTRY: dict[type[models.Model], tuple[Move, ...]] = {}


def moves(model: type[models.Model], *table: Move) -> tuple[Move, ...]:
    """Register the one table of moves of a model; a slip in it stops start-up."""
    known = set(charts.labels(model))
    names = [move.name for move in table]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{model.__name__}: two moves are called {', '.join(sorted(twice))}")
    if strange := {str(s) for move in table for s in (*move.origins, move.to)} - known:
        raise ValueError(f"{model.__name__} has no state {', '.join(sorted(strange))}")
    REGISTRY[model] = table
    return table


def available(obj: models.Model, user: Any, now: datetime) -> list[Available]:
    """The buttons this person gets for this object, each with the reason where it is closed."""
    return [
        Available(move, move.only_if(obj, now) if move.only_if else None)
        for move in REGISTRY[type(obj)]
        if _state_of(obj) in move.origins
        and move.permission
        and user.has_perm(move.permission, obj)
    ]


def make(obj: M, name: str, *, by: Any, now: datetime, **fields: Any) -> M:
    """Make the move on the locked row, or raise one of the three refusals.

    `obj` is read again first, so what was assigned to it and not saved is gone: hand such
    values over as `fields`, they are written in the same statement as the state.
    """
    move = _move(type(obj), name)
    with transaction.atomic():
        _lock(obj)
        _check(obj, move, by, now)
        changed = {"state": move.to, **_stamps(obj, move, by, now), **fields}
        for field, value in changed.items():
            setattr(obj, field, value)
        with audit.acting(by, move=move.name):
            obj.save(update_fields=list(changed))
            if not audit.is_registered(type(obj)):
                audit.record(obj, what=move.name, by=by)
    return obj


def _move(model: type[models.Model], name: str) -> Move:
    for move in REGISTRY[model]:
        if move.name == name:
            return move
    raise LookupError(f"{model.__name__} has no move {name!r}")


def _state_of(obj: models.Model) -> str:
    return str(obj.state)  # type: ignore[attr-defined]


def _lock(obj: models.Model) -> None:
    # On SQLite the IMMEDIATE transaction is the lock and select_for_update is silent.
    rows = type(obj)._base_manager.select_for_update()
    try:
        obj.refresh_from_db(from_queryset=rows)
    except ObjectDoesNotExist:
        raise WrongState(f"This {_noun(obj)} no longer exists.") from None


def _check(obj: models.Model, move: Move, by: Any, now: datetime) -> None:
    noun, label, doing = _noun(obj), _label(obj), move.text.lower()
    if _state_of(obj) == move.to and move.to not in move.origins:
        raise WrongState(
            f"This {noun} is already {label}. Someone may have done it a moment before you; "
            "nothing was changed."
        )
    if _state_of(obj) not in move.origins:
        raise WrongState(f"This {noun} is {label}, so it is too late or too early to: {doing}.")
    if move.permission and (by is None or not by.has_perm(move.permission, obj)):
        raise WrongPerson(f"You do not have permission to do this with this {noun}: {doing}.")
    if move.only_if and (closed := move.only_if(obj, now)):
        raise WrongMoment(closed)


def _noun(obj: models.Model) -> str:
    return str(obj._meta.verbose_name)


def _label(obj: models.Model) -> str:
    return charts.labels(type(obj)).get(_state_of(obj), _state_of(obj)).lower()


def _stamps(obj: models.Model, move: Move, by: Any, now: datetime) -> dict[str, Any]:
    if not move.stamp:
        return {}
    has = {field.name for field in obj._meta.fields}
    wanted = {f"{move.stamp}_at": now, f"{move.stamp}_by": by}
    return {field: value for field, value in wanted.items() if field in has}


def chart(model: type[models.Model]) -> str:
    """The workflow as a Mermaid diagram."""
    return charts.chart(model, REGISTRY[model])
