"""What waits for a person on their home page: each app names its subjects in its home module."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from hlp.kit import counting


@dataclass(frozen=True)
class Waiting:
    title: str
    url: str
    detail: str = ""
    count: int | None = None
    tone: str = "todo"  # todo | soon | info | done


@dataclass(frozen=True)
class Found:
    """The rows of a subject, not loaded yet, and how many there are."""

    user: Any
    now: datetime
    rows: Any  # a queryset with the methods of its model's
    count: int


@dataclass(frozen=True)
class Subject:
    """One thing that may wait for a person, and what they then read."""

    # A question that may find more than is told, never less; None where it is not their business.
    rows: Callable[[Any, datetime], QuerySet[Any] | None]
    told: Callable[[Found], Iterable[Waiting]]
    power: str = ""  # only for whoever has this permission


SUBJECTS: list[Subject] = []


def register(*subjects: Subject) -> None:
    SUBJECTS.extend(subjects)


def for_person(
    user: Any, now: datetime, subjects: Iterable[Subject] | None = None
) -> list[Waiting]:
    """One query looks for all subjects at once; only what found something asks further."""
    questions: dict[str, QuerySet[Any]] = {}
    tellers = {}
    for number, subject in enumerate(SUBJECTS if subjects is None else subjects):
        if subject.power and not user.has_perm(subject.power):
            continue
        if (rows := subject.rows(user, now)) is not None:
            questions[f"subject_{number}"], tellers[f"subject_{number}"] = rows, subject.told
    if not questions:
        return []
    counts = counting.at_once(user, **questions)
    return [
        line
        for name, count in counts.items()
        if count
        for line in tellers[name](Found(user, now, questions[name], count))
    ]


def counted(
    title: str, url_name: str, detail: str = "", *, query: str = "", tone: str = "todo"
) -> Callable[[Found], list[Waiting]]:
    """One line with how many there are."""
    return lambda found: [Waiting(title, reverse(url_name) + query, detail, found.count, tone)]
