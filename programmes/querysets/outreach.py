"""Which schools were reached out to, for a programme and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from members.models import School
from programmes.states import ContactOutcome

if TYPE_CHECKING:
    from programmes import models

NO_CONTACT = "none"


def schools_to_reach(programme: models.Programme) -> QuerySet[School]:
    """Every school that may join (prospectus: reach out to all), with its last contact."""
    last = _contacts(programme).filter(school=OuterRef("pk")).order_by("-on", "-pk")
    schools = School.objects.eligible_for(programme.period)
    return schools.annotate(
        last_on=Subquery(last.values("on")[:1]),
        last_outcome=Coalesce(Subquery(last.values("outcome")[:1]), Value("")),
    ).order_by("name", "urn")


def filtered(schools: QuerySet[School], q: str = "", outcome: str = "") -> QuerySet[School]:
    if q:
        schools = schools.found_by(q)  # type: ignore[attr-defined]
    if outcome == NO_CONTACT:
        return schools.filter(Q(("last_on", None)))
    return schools.filter(Q(("last_outcome", outcome))) if outcome else schools


def totals(programme: models.Programme) -> list[tuple[str, int]]:
    """How many schools stand at each last outcome, those without contact first; one query."""
    rows = schools_to_reach(programme).order_by()
    staged = rows.values_list("last_outcome")  # type: ignore[misc]  # annotated
    counted: dict[str, int] = dict(staged.annotate(Count("pk")))
    labels = [("", "No contact yet"), *ContactOutcome.choices]
    return [(str(label), counted.get(value, 0)) for value, label in labels]


def _contacts(programme: models.Programme) -> QuerySet[Any]:
    return programme.contacts.all()
