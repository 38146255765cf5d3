"""One signature for several schools of a trust: each its own membership, agreement and mails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.commitment import current_text, wording
from members.models import Membership, Period, School, Trust, User
from members.services import joining, signing


@dataclass(frozen=True)
class Standing:
    """How far one school of the trust is."""

    school: School
    membership: Membership | None
    is_ready: bool
    words: list[str]  # that would be signed, where it is ready


@dataclass(frozen=True)
class Outcome:
    membership: Membership
    refusal: str = ""


def standings(trust: Trust, period: Period, now: datetime) -> list[Standing]:
    """Every school of the trust that may join or has begun, in the order of their names."""
    rows = period.memberships.filter(school__trust=trust).select_related("school", "period")
    begun = {row.school_id: row for row in rows}
    schools = School.objects.eligible_for(period).filter(trust=trust)
    known = {school.pk: school for school in schools} | {
        row.school_id: row.school for row in begun.values()
    }
    found = sorted(known.values(), key=lambda school: (school.name, school.pk))
    text = current_text(period)
    words = wording(text, clock.day_of(now)) if text else lambda school: []
    return [_standing(school, begun.get(school.pk), words) for school in found]


def sign_all(
    *, shown: Mapping[int, str], trust: Trust, by: User, name: str, title: str, now: datetime
) -> list[Outcome]:
    """Sign each of these memberships (pk -> seal of its words); one refused holds up no other."""
    visible = Membership.objects.visible_to(by).filter(school__trust=trust, pk__in=shown)
    rows = visible.select_related("school", "period").order_by("school__name", "pk")
    return [_sign(row, shown[row.pk], by, name, title, now) for row in rows]


def _standing(
    school: School, membership: Membership | None, words: Callable[[School], list[str]]
) -> Standing:
    is_ready = membership is not None and membership.is_draft and joining.is_filled(membership)
    return Standing(school, membership, is_ready, words(school) if is_ready else [])


def _sign(
    membership: Membership, seal: str, by: User, name: str, title: str, now: datetime
) -> Outcome:
    try:
        row = signing.sign(
            membership=membership, by=by, name=name, title=title, now=now, shown=seal
        )
    except Refusal as refusal:
        return Outcome(membership, str(refusal))
    return Outcome(row)
