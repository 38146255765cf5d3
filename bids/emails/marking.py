"""Mails of the screen and the panel: a bid that did not pass, people asked to mark.

What goes to assessors names the call and never a bid: a mailbox asks nobody about interests.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from bids.emails.calls import Notice, tell
from bids.models import Assessor, Bid, Call, Finding, Interest
from bids.querysets.standing import BIDDERS
from hlp.kit import clock
from hlp.kit.clock import moment
from members.models import Affiliation, RoleHeld
from members.states import PortalRole

CHAIRS = (PortalRole.CHAIR, PortalRole.ACTING_CHAIR)


def failed(bid: Bid, findings: Iterable[Finding], *, now: datetime) -> None:
    """To the bidders: which items, why, and how to ask for another look."""
    lines = [
        f"Your bid for “{bid.call.title}” did not pass the check every bid goes through before"
        " it is marked. It will not be marked unless this is put right.",
        *(f"{row.get_item_display()}: {row.reason}" for row in findings),
        f"If you think we have missed something, write to {settings.OFFICE_EMAIL} and say where in"
        " the bid it is. The office can reinstate a bid until the panel meets.",
    ]
    subject = f"Your bid did not pass the check: {bid.call.title}"
    _tell_bidders(bid, f"failed:{bid.screened_at}", subject, lines, now)


def reinstated(bid: Bid, *, now: datetime) -> None:
    lines = [
        f"Your bid for “{bid.call.title}” has been looked at again. It will be marked with the"
        " others.",
        f"The reason: {bid.reinstated_because}",
    ]
    _tell_bidders(bid, "reinstated", f"Your bid is reinstated: {bid.call.title}", lines, now)


def asked_to_mark(assessors: Iterable[Assessor], call: Call, *, now: datetime) -> None:
    lines = [
        f"“{call.title}” has closed and its bids are ready to be marked. You are asked to mark"
        " them.",
        "First say for each bid whether you have an interest in it. Bids open once you have.",
        f"Marks are due by {moment(call.marks_due_at)}.",
    ]
    subject = f"Bids to mark: {call.title}"
    notice = _to_panel(call, "asked", subject, lines)
    tell(notice, [row.user.email for row in assessors], now=now)


def still_owed(assessors: Iterable[Assessor], call: Call, *, now: datetime) -> None:
    """Pressed by the office. On one day nobody hears of it twice."""
    late = " They were due" if now > call.marks_due_at else " They are due"
    lines = [
        f"You still have bids to mark, or interests to declare, in “{call.title}”."
        f"{late} by {moment(call.marks_due_at)}.",
        "If you cannot mark a bid, say so on its page: abstaining is not the same as a mark of 0.",
    ]
    key = f"owed:{clock.day_of(now).isoformat()}"
    notice = _to_panel(call, key, f"Marks outstanding: {call.title}", lines)
    tell(notice, [row.user.email for row in assessors], now=now)


def ruled(interest: Interest, *, now: datetime) -> None:
    """To who declared it; which bid it is they see on the page."""
    call = interest.bid.call
    if interest.ruling.stays_out:
        said = "You stay out of the bid it is about, and will not see it."
    else:
        said = "You may take part: the bid it is about is open to you."
    lines = [f"The chair has ruled on an interest that you declared in “{call.title}”.", said]
    subject = f"Ruling on your interest: {call.title}"
    notice = _to_panel(call, f"ruled:{interest.pk}", subject, lines)
    tell(notice, [interest.user.email], now=now)


def to_rule_on(interest: Interest, addresses: Iterable[str], *, now: datetime) -> None:
    """To the chair, or a deputy where it is the chair's own."""
    call = interest.bid.call
    lines = [
        f"{interest.user} has declared something in “{call.title}” that others might see as an"
        " interest. Until you rule on it they can neither read nor mark the bid.",
    ]
    url = settings.SITE_URL + reverse("bids:rulings")
    notice = Notice(
        f"call:{call.pk}:to-rule:{interest.pk}",
        f"An interest to rule on: {call.title}",
        lines,
        url,
        "Interests to rule on",
    )
    tell(notice, addresses, now=now)


def bidders(bid: Bid) -> list[str]:
    """Heads and business managers of the lead school, and accepted co-editors."""
    today = clock.today()
    posts = Affiliation.objects.current(today).filter(school=bid.lead_school, role__in=BIDDERS)
    addresses = set(posts.values_list("user__email", flat=True))
    return sorted(addresses | set(bid.editors.working().values_list("user__email", flat=True)))


def holding(*roles: PortalRole) -> list[RoleHeld]:
    held = RoleHeld.objects.of(*roles).current(clock.today()).select_related("user")
    return list(held.filter(user__is_active=True).order_by("user__email"))


def _tell_bidders(bid: Bid, what: str, subject: str, lines: list[str], now: datetime) -> None:
    url = settings.SITE_URL + reverse("bids:bid_detail", args=[bid.pk])
    tell(Notice(f"bid:{bid.pk}:{what}", subject, lines, url, "Your bid"), bidders(bid), now=now)


def _to_panel(call: Call, what: str, subject: str, lines: list[str]) -> Notice:
    url = settings.SITE_URL + reverse("bids:marking_progress", args=[call.slug])
    return Notice(f"call:{call.pk}:{what}", subject, lines, url, "Your marking")
