"""The screen: is every school a member, and does the bid meet the five minimum expectations.

A bid that fails is told why and how to ask, and is not marked until it is reinstated.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bids.emails import marking as post
from bids.models import Bid, Call, Finding
from bids.services import versions
from bids.states import BidState, ScreenItem
from bids.workflow import may_be_screened
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import School, User


class NotFound(Refusal):
    """Something is missing before the screen can go on."""


class TooLate(Refusal):
    """The screen of this bid is over, or has not begun."""


def schools_of(bid: Bid) -> list[School]:
    """The lead school, then its partners by name."""
    partners = bid.partners.in_the_bid().select_related("school").order_by("school__name", "pk")
    return [bid.lead_school, *(row.school for row in partners)]


def membership_of(bid: Bid) -> list[tuple[School, bool]]:
    """Each school of the bid, and whether it is a member in the call's period."""
    schools = schools_of(bid)
    period = bid.call.priority.year.period
    known = School.objects.members_of(period).filter(pk__in=[school.pk for school in schools])
    members = set(known.values_list("pk", flat=True))
    return [(school, school.pk in members) for school in schools]


def record(
    *, bid: Bid, findings: Mapping[str, tuple[bool, str]], by: User, now: datetime
) -> list[Finding]:
    """Write down what was found on some or all items; each may change until the screen ends."""
    access.require(by, "bids.screen_bid", bid)
    with transaction.atomic(), audit.acting(by):
        row = _lock(bid)
        if row.state != BidState.SUBMITTED:
            raise TooLate(f"{row.reference} has been screened, so its findings stay as they are.")
        if closed := may_be_screened(row, now):
            raise TooLate(closed)
        return [
            _find(row, ScreenItem(item), is_passed, reason.strip(), by, now)
            for item, (is_passed, reason) in findings.items()
        ]


def finish(*, bid: Bid, by: User, now: datetime) -> Bid:
    """All six found: the bid passes, or fails and its bidders are told."""
    with transaction.atomic(), audit.acting(by):
        row = _lock(bid)
        findings = list(row.findings.all())
        known = {found.item for found in findings}
        if missing := [item for item in ScreenItem if item not in known]:
            names = ", ".join(str(item.label) for item in missing)
            raise NotFound(f"Say first whether the bid passes on: {names}.")
        failures = [found for found in findings if not found.is_passed]
        if not failures:
            return versions.as_submitted(states.make(row, "pass", by=by, now=now))
        order = list(ScreenItem)
        failures.sort(key=lambda found: order.index(ScreenItem(found.item)))
        failed = states.make(row, "fail", by=by, now=now, screen_told_at=now)
        done = versions.as_submitted(failed)
        post.failed(done, failures, now=now)
        return done


def reinstate(*, bid: Bid, because: str, by: User, now: datetime) -> Bid:
    """The bid is marked after all; its findings stay on record."""
    if not because.strip():
        raise NotFound("Say why the bid is reinstated. Its bidders are told.")
    with transaction.atomic(), audit.acting(by):
        row = _lock(bid)
        done = states.make(row, "reinstate", by=by, now=now, reinstated_because=because.strip())
        post.reinstated(done, now=now)
    return done


def _find(
    bid: Bid, item: ScreenItem, is_passed: bool, reason: str, by: User, now: datetime
) -> Finding:
    if not is_passed and not reason:
        raise NotFound(f"Say why the bid does not pass on: {item.label}.")
    if item == ScreenItem.MEMBERSHIP and is_passed and not reason:
        outside = [str(school) for school, is_member in membership_of(bid) if not is_member]
        if outside:
            raise NotFound(f"Say why membership passes: {', '.join(outside)} is not a member.")
    found, _ = Finding.objects.update_or_create(
        bid=bid,
        item=item,
        defaults={
            "is_passed": is_passed,
            "reason": reason,
            "found_at": now,
            "found_by": by,
        },
    )
    return found


def _lock(bid: Bid) -> Bid:
    """The call too, and first: nothing is screened while its decisions are being published."""
    Call.objects.select_for_update().get(pk=bid.call_id)
    rows = Bid.objects.select_for_update(of=("self",))
    return rows.select_related("call__priority__year__period", "lead_school").get(pk=bid.pk)
