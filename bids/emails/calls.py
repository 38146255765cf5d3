"""Mails about a call: opened, extended, answered, called off, opened early, a late bid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from bids.models import Bid, Call, EarlyOpening, Extension, LateException, Partner, Question
from bids.querysets.standing import BIDDERS
from bids.states import IN_THE_BID, BidState
from hlp.kit import clock, mail, outbox
from hlp.kit.clock import moment
from hlp.kit.money import pounds
from members.models import Affiliation, RoleHeld, School
from members.states import PortalRole


@dataclass(frozen=True)
class Notice:
    """What many addresses are told, each once; `key` is of the thing that is told."""

    key: str
    subject: str
    lines: Sequence[str]
    url: str
    label: str


def opened(call: Call) -> Notice:
    lines = [
        f"The partnership invites bids from schools to lead support on {call.priority}:"
        f" {call.title}.",
        f"A school may bid alone or with partner schools, for up to"
        f" {pounds(call.terms.funding_ceiling)}.",
        f"Bids are taken from {moment(call.opens_at)} to {moment(call.closes_at)}. Questions can"
        f" be asked until {moment(call.questions_close_at)}.",
    ]
    if call.follows:
        lines.insert(1, f"This call follows “{call.follows}”. Earlier bids are not carried over.")
    return _notice(call, "open", f"Call for bids: {call.title}", lines)


def extended(extension: Extension) -> Notice:
    call = extension.call
    lines = [
        f"“{call.title}” now closes at {moment(extension.closes_at)}.",
        f"The reason: {extension.because}",
        "A submitted bid stays submitted. You can still change it until the new closing time.",
    ]
    return _notice(call, f"extended-{extension.pk}", f"More time to bid: {call.title}", lines)


def answered(question: Question) -> Notice:
    call = question.call
    lines = [
        f"A question about “{call.title}” has been answered.",
        f"Question: {question.text}",
        f"Answer: {question.answer}",
    ]
    url = settings.SITE_URL + reverse("bids:call_questions", args=[call.slug])
    return Notice(
        f"call:{call.pk}:answered-{question.pk}",
        f"Question answered: {call.title}",
        lines,
        url,
        "All questions and answers",
    )


def cancelled(call: Call) -> Notice:
    lines = [
        f"“{call.title}” has been called off. Bids will not be marked.",
        f"The reason: {call.cancelled_because}",
        "If the priority is called again, you will hear from us.",
    ]
    return _notice(call, "cancelled", f"Called off: {call.title}", lines)


def exception_granted(late: LateException, *, now: datetime) -> None:
    """To the school that may be late, and to nobody else."""
    call = late.call
    lines = [
        f"{late.school} may still submit its bid for “{call.title}” until"
        f" {moment(late.expires_at)}.",
        f"The reason: {late.because}",
        "This holds for one submission. Once the bid is submitted it can no longer be changed.",
    ]
    subject = f"You may submit late: {call.title}"
    notice = _notice(call, f"late-{late.pk}", subject, lines)
    tell(notice, _of_schools(call, {late.school_id}), now=now)


def opened_early(opening: EarlyOpening, *, now: datetime) -> None:
    """To the office and the chair: an early look is never quiet."""
    call = opening.call
    lines = [
        f"{opening.opened_by} has opened the bids of “{call.title}” before the call closed, at"
        f" {moment(opening.opened_at)}.",
        f"The reason: {opening.because}",
        "It is recorded with the call for good.",
    ]
    today = clock.day_of(now)
    roles = (PortalRole.CHAIR, PortalRole.ACTING_CHAIR)
    chairs = RoleHeld.objects.of(*roles).current(today).values_list("user__email", flat=True)
    subject = f"Bids opened early: {call.title}"
    notice = _notice(call, f"early-{opening.pk}", subject, lines)
    tell(notice, [settings.OFFICE_EMAIL, *chairs], now=now)


def tell(notice: Notice, addresses: Iterable[str], *, now: datetime) -> None:
    """Each address once, however often it is called."""
    made = mail.compose(
        "members/told",
        {
            "title": notice.subject,
            "lines": notice.lines,
            "url": notice.url,
            "label": notice.label,
        },
    )
    for address in addresses:
        outbox.queue(
            key=notice.key,
            to=address,
            subject=made.subject,
            text=made.text,
            html=made.html,
            now=now,
        )


def heads_of_members(call: Call) -> list[str]:
    """Every head of a school that is a member in the call's period."""
    members = School.objects.members_of(call.priority.year.period)
    heads = Affiliation.objects.heads().current(clock.today()).filter(school__in=members)
    return list(heads.values_list("user__email", flat=True).distinct())


def concerned(call: Call) -> list[str]:
    """Who works on a bid of this call, and who asked a question about it."""
    bids = Bid.objects.filter(call=call).exclude(state=BidState.WITHDRAWN)
    partners = Partner.objects.filter(bid__in=bids, state__in=sorted(IN_THE_BID))
    urns = {*bids.values_list("lead_school", flat=True), *partners.values_list("school", flat=True)}
    editors = bids.filter(editors__accepted_at__isnull=False, editors__revoked_at=None)
    return [
        *_of_schools(call, urns),
        *editors.values_list("editors__user__email", flat=True),
        *call.questions.values_list("asked_by__email", flat=True).distinct(),
    ]


def _of_schools(call: Call, urns: set[int]) -> list[str]:
    """Heads and business managers now."""
    posts = Affiliation.objects.current(clock.today()).filter(school__in=urns, role__in=BIDDERS)
    return list(posts.values_list("user__email", flat=True).distinct())


def _notice(call: Call, what: str, subject: str, lines: Sequence[str]) -> Notice:
    url = settings.SITE_URL + reverse("bids:call_detail", args=[call.slug])
    return Notice(f"call:{call.pk}:{what}", subject, lines, url, "The call")
