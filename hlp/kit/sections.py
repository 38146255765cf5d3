"""Parts that upper apps add to a lower app's page: a school's invoices on the school's page.

The page names itself, hands over its object and the person, and draws what it is given; it never
learns who answered. An upper app registers its asker when it is ready.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Section:
    """A heading and the template below it, drawn with `context` alone."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Asker = Callable[[Any, Any, datetime], Section | None]
_askers: dict[str, list[Asker]] = defaultdict(list)


def register(page: str, asker: Asker) -> Asker:
    """`asker(obj, user, now)` gives a Section, or None where the person is shown nothing."""
    if asker not in _askers[page]:
        _askers[page].append(asker)
    return asker


def of(page: str, obj: Model, user: Any, now: datetime) -> list[Section]:
    return [section for asker in _askers[page] if (section := asker(obj, user, now))]
