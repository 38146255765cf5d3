"""Work that failed, on the home page of whoever can set it right: each app names its kinds here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from hlp.kit import waiting
from hlp.kit.models import WorkItem

WHAT_THEN = "Look at what went wrong and try again."


@dataclass(frozen=True)
class IfFailed:
    """What the person reads, and the page that shows what went wrong."""

    title: str
    url_name: str
    permission: str
    query: str = ""


KINDS: dict[str, IfFailed] = {}


def register(kind: str, told: IfFailed) -> None:
    KINDS[kind] = told


def _failed(user: Any, now: datetime) -> QuerySet[WorkItem] | None:
    kinds = [kind for kind, told in KINDS.items() if user.has_perm(told.permission)]
    return WorkItem.objects.needs_attention().filter(kind__in=kinds) if kinds else None


def _told(found: waiting.Found) -> Iterator[waiting.Waiting]:
    failed = dict(found.rows.order_by().values_list("kind").annotate(Count("pk")))
    for kind, told in KINDS.items():
        if kind in failed:
            url = reverse(told.url_name) + told.query
            yield waiting.Waiting(told.title, url, WHAT_THEN, count=failed[kind])


FAILED = waiting.Subject(_failed, _told)
waiting.register(FAILED)
