"""What bidders' pages show of a bid: its task list, its versions, what is still to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse

from bids import content
from bids.models import Bid, BidFile, BidVersion, Call, Partner, Section
from bids.querysets.standing import BIDDERS
from bids.services import starting
from bids.states import BidState, CallState, CriterionKind, PartnerState, TaskState
from bids.views.bidding import guidance
from bids.views.reading import Reading
from bids.workflow import can_submit
from hlp.kit.clock import moment
from hlp.kit.components import Row, Task
from hlp.kit.money import pounds
from members.models import School, User
from members.states import SchoolRole

HEADS = (SchoolRole.HEADTEACHER,)
DONE = "Completed"
LATER = "Cannot start yet"


@dataclass(frozen=True)
class Start:
    """A school that may lead a bid, its bid if it has one, or why it cannot."""

    school: School
    bid: Bid | None
    closed: str | None


def may_start(call: Call, schools: Iterable[School], now: datetime) -> list[Start]:
    made = []
    for school in schools:
        bid = starting.bid_of(call, school)
        made.append(Start(school, bid, None if bid else starting.why_not(call, school, now)))
    return made


def calls_to_bid_for(user: User, now: datetime) -> QuerySet[Call]:
    """Open calls for which one of this person's schools has no bid yet."""
    urns = user.schools_as(*BIDDERS)
    calls = Call.objects.filter(state=CallState.OPEN, opens_at__lte=now, closes_at__gte=now)
    if not urns:
        return calls.none()
    bids = Bid.objects.exclude(state=BidState.WITHDRAWN).filter(lead_school__in=urns)
    return calls.exclude(pk__in=bids.values("call")).order_by("closes_at", "pk")


def overview(bid: Bid, user: User, now: datetime) -> dict[str, Any]:
    prefetch_related_objects([bid], "sections", "call__criteria")
    closed = guidance.why_closed(bid, now)
    may_edit = not closed and user.has_perm("bids.edit_bid", bid)
    unsent = content.unsent(bid) if bid.state == BidState.SUBMITTED else []
    files = list(bid.files.filter(removed_at=None).values_list("section", flat=True))
    sections = list(bid.sections.all())
    return {
        "bid": bid,
        "closed": closed,
        "may_edit": may_edit,
        "unsent": unsent,
        "versions": versions_of(bid),
        "about": [_details(bid, may_edit), _partners(bid, user), *_editors(bid, user)],
        "criteria": _sections(bid, sections, files, may_edit, is_marked=True),
        "expectations": _sections(bid, sections, files, may_edit, is_marked=False),
        "sending": _sending(bid, user, now, unsent) if not closed else [],
        "question": bid.clarifications.filter(answered_at=None).first(),
        "may_withdraw": _may_withdraw(bid, user),
        "late": bid.call.late_exceptions.filter(school=bid.lead_school).first(),
        "now": now,
    }


def versions_of(bid: Bid) -> list[BidVersion]:
    return list(bid.versions.select_related("submitted_by").defer("content").order_by("-number"))


def draft_of(bid: Bid) -> Reading:
    """The bid as it would be submitted now."""
    return Reading(BidVersion(bid=bid, content=content.compose(bid)))


def files_of(section: Section) -> list[BidFile]:
    files = section.bid.files.filter(removed_at=None, section=section.kind)
    return list(files.select_related("document").order_by("pk"))


def details_of(stored: dict[str, Any]) -> list[Row]:
    """What the other person saved, to be compared."""
    cost: Decimal | None = stored["cost"]
    return [
        Row("Title of the bid", stored["title"]),
        Row("Summary", stored["summary"]),
        Row("Cost of the support", pounds(cost) if cost is not None else ""),
        Row("What the money is for", stored["cost_notes"]),
    ]


def _details(bid: Bid, may_edit: bool) -> Task:
    done = bool(bid.title and bid.summary and bid.cost is not None)
    url = reverse("bids:edit_details", args=[bid.pk]) if may_edit else ""
    most = pounds(bid.call.terms.funding_ceiling)
    hint = f"{pounds(bid.cost)} of at most {most}" if bid.cost is not None else f"Up to {most}"
    return Task("Title, summary and cost", url, hint, DONE if done else TaskState.TODO)


def _partners(bid: Bid, user: User) -> Task:
    partners = list(bid.partners.in_the_bid())
    waiting = sum(row.state == PartnerState.ASKED for row in partners)
    url = reverse("bids:partner_list", args=[bid.pk])
    if not partners:
        return Task("Partner schools", url, "None: your school bids alone", "Optional")
    hint = f"{len(partners)} {'school' if len(partners) == 1 else 'schools'}"
    if waiting:
        return Task("Partner schools", url, f"{hint}, {waiting} to answer", TaskState.WAITING)
    return Task("Partner schools", url, f"{hint}, all have accepted", DONE)


def _editors(bid: Bid, user: User) -> list[Task]:
    """Whom the lead school lets in is for the lead school to see."""
    if not user.has_perm("bids.invite_editor", bid):
        return []
    editors = list(bid.editors.open())
    working = sum(row.accepted_at is not None for row in editors)
    counts = {"can open it": working, "invited": len(editors) - working}
    hint = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    url = reverse("bids:editor_list", args=[bid.pk])
    return [Task("People who help", url, hint or "Invite colleagues to read or write", "Optional")]


def _sections(
    bid: Bid, sections: list[Section], files: list[str], may_edit: bool, *, is_marked: bool
) -> list[Task]:
    limits = guidance.words_of(bid)
    by_kind = {row.kind: row for row in sections}
    return [
        _section(bid, by_kind[kind], limits[kind], files.count(kind), may_edit)
        for kind in guidance.ORDER
        if (kind in CriterionKind.values) == is_marked
    ]


def _section(bid: Bid, section: Section, most: int, files: int, may_edit: bool) -> Task:
    words, title = section.word_count, str(section.get_kind_display())
    url = reverse("bids:edit_section", args=[bid.pk, section.kind]) if may_edit else ""
    hint = f"{words} of at most {most} words"
    if files:
        hint += f", {files} {'file' if files == 1 else 'files'}"
    if words > most:
        return Task(title, url, hint, TaskState.TOO_LONG)
    return Task(title, url, hint, DONE if words else TaskState.TODO)


def _sending(bid: Bid, user: User, now: datetime, unsent: list[str]) -> list[Task]:
    title = "Check your answers and submit"
    if not user.has_perm("bids.submit_bid", bid):
        return [Task(title, hint="The headteacher of the lead school submits", status="")]
    if bid.state == BidState.SUBMITTED and not unsent:
        return [Task(title, hint="Nothing has changed since you submitted", status="Submitted")]
    url = reverse("bids:submit_bid", args=[bid.pk])
    if why := can_submit(bid, now):
        return [Task(title, url, why, TaskState.NOT_READY)]
    hint = f"Until {moment(bid.call.closes_at)}"
    return [Task(title, url, hint, TaskState.AGAIN if unsent else TaskState.READY)]


def _may_withdraw(bid: Bid, user: User) -> bool:
    over = {BidState.WITHDRAWN, BidState.DECIDED}
    return bid.state not in over and user.has_perm("bids.withdraw_bid", bid)


def partners_of(bid: Bid) -> list[Partner]:
    rows = bid.partners.exclude(state=PartnerState.REMOVED).select_related("school", "answered_by")
    return list(rows.order_by("asked_at", "pk"))


def uses_exception(bid: Bid, now: datetime) -> bool:
    """Submitting now would use the school's late exception up."""
    return not bid.call.takes_bids(now) and not bid.is_joint
