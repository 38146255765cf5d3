"""What waits for a person on their home page; each app registers a function that answers for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Waiting:
    title: str
    url: str
    detail: str = ""
    count: int | None = None
    tone: str = "todo"  # todo | soon | info | done


Asker = Callable[[Any, datetime], Iterable[Waiting]]
_askers: list[Asker] = []


def register(asker: Asker) -> Asker:
    if asker not in _askers:
        _askers.append(asker)
    return asker


def for_person(user: Any, now: datetime) -> list[Waiting]:
    return [row for asker in _askers for row in asker(user, now)]
