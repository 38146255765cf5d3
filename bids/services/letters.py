"""Letters that write themselves: marks, descriptors, agreed reasons, what a higher mark needed.

First and last paragraph may be edited until the decisions are published; then the letter is kept
as it was sent. It names no assessor and holds nothing of another bidder.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from bids.documents.letter import render_letter
from bids.emails import deciding as post
from bids.models import AgreedMark, Bid, Call, Decision, Letter, Partner
from bids.querysets.bids import BidQuerySet
from bids.services import placing
from bids.states import HIGHEST, BidState, CallState, CriterionKind, Outcome, PartnerState
from hlp.kit import access, audit, clock, documents, work
from hlp.kit.models import Document
from hlp.kit.refusal import Refusal
from members.models import School, User

LETTER = "bids.letter"
CLOSING = (
    "You are welcome to talk this letter over with us. You can ask for a feedback meeting on the "
    "page of this letter."
)


class Published(Refusal):
    """A letter that is out is not edited."""


def edit(*, bid: Bid, opening: str, closing: str, by: User, now: datetime) -> Letter:
    """The clerk's or the chair's own words around what the marks say. Empty: ours again."""
    call = bid.call
    if not by.has_perm("bids.publish_decision", call):
        access.require(by, "bids.prepare_publication", call)
    access.require(by, "bids.view_bid", bid)
    with transaction.atomic(), audit.acting(by):
        if Call.objects.select_for_update().get(pk=call.pk).state == CallState.PUBLISHED:
            raise Published("The letters of this call are out, so they can no longer be edited.")
        letter, _ = Letter.objects.get_or_create(bid=bid)
        letter.opening = _own(opening, default_opening(bid))
        letter.closing = _own(closing, CLOSING)
        letter.edited_at, letter.edited_by = now, by
        letter.save(update_fields=["opening", "closing", "edited_at", "edited_by"])
    return letter


def content(bid: Bid) -> dict[str, Any]:
    """As it was sent, or as it would be sent now."""
    letter = Letter.objects.filter(bid=bid).first()
    return (letter.content if letter else None) or compose(bid, letter)


def compose(bid: Bid, letter: Letter | None) -> dict[str, Any]:
    """Everything the letter says, as plain values. Only this bid's own rows are looked at."""
    call, decision = bid.call, getattr(bid, "decision", None)
    line = placing.line_of(bid)
    return {
        "call": call.title,
        "priority": str(call.priority),
        "reference": bid.reference,
        "title": bid.title,
        "school": str(bid.lead_school),
        "schools": [str(school) for school in schools_of(bid)],
        "outcome": outcome_of(bid, decision),
        "opening": (letter.opening if letter else "") or default_opening(bid),
        "closing": (letter.closing if letter else "") or CLOSING,
        "criteria": [_criterion(line.agreed[k], line) for k in CriterionKind if k in line.agreed],
        "total": line.percent,
        "is_below_total": "overall" in line.below,
        "overall_threshold": call.terms.overall_threshold,
        "findings": _findings(bid),
        **_decided(decision),
    }


def _decided(decision: Decision | None) -> dict[str, Any]:
    """The public reason only: the private one has no business here."""
    if decision is None:
        return {"reason": "", "decided_on": None, "agreed_sum": None, "instalments": []}
    return {
        "reason": decision.public_reason,
        "decided_on": decision.decided_on.isoformat(),
        "agreed_sum": str(decision.agreed_sum) if decision.agreed_sum is not None else None,
        "instalments": [
            {
                "amount": str(row.amount),
                "due_on": row.due_on.isoformat(),
                "condition": row.condition,
            }
            for row in decision.instalments.order_by("number")
        ],
    }


def _criterion(row: AgreedMark, line: placing.Line) -> dict[str, Any]:
    return {
        "kind": row.criterion.kind,
        "label": str(row.criterion),
        "weight": row.criterion.weight,
        "mark": row.mark,
        "highest": HIGHEST,
        "descriptor": row.descriptor,
        "reason": row.reason,
        "for_a_higher_mark": row.for_a_higher_mark,
        "threshold": row.criterion.threshold,
        "is_below": row.criterion.kind in line.below,
    }


def _findings(bid: Bid) -> list[dict[str, str]]:
    if bid.state != BidState.FAILED:
        return []
    failed = bid.findings.filter(is_passed=False).order_by("pk")
    return [{"item": str(row.get_item_display()), "reason": row.reason} for row in failed]


def outcome_of(bid: Bid, decision: Decision | None) -> str:
    """A word for the page; the sentence is in the first paragraph."""
    if bid.state == BidState.FAILED:
        return str(BidState.FAILED.label)
    return str(Outcome(decision.outcome).label) if decision else "Not decided yet"


def default_opening(bid: Bid) -> str:
    thanks = (
        f"Thank you for the thought and work that went into your bid to lead {bid.call.priority}."
    )
    decision = getattr(bid, "decision", None)
    if bid.state == BidState.FAILED:
        return f"{thanks} It did not pass the screen, so the panel did not mark it."
    if decision is None:
        return thanks
    if decision.outcome == Outcome.SELECTED:
        return f"{thanks} The Partnership Board has selected it. Congratulations."
    if decision.outcome == Outcome.COMBINE:
        return (
            f"{thanks} The Partnership Board asked you to combine it with another bid. Below is "
            "how the panel saw your own bid; the joint bid has a letter of its own."
        )
    return f"{thanks} The Partnership Board has not selected it this time."


def schools_of(bid: Bid) -> list[School]:
    """The lead, then partners who accepted."""
    partners = bid.partners.filter(state=PartnerState.ACCEPTED).select_related("school")
    return [bid.lead_school, *(row.school for row in partners.order_by("school__name"))]


def due(call: Call) -> BidQuerySet:
    """Bids that get a letter: decided on, or failed at the screen."""
    states = (BidState.PASSED, BidState.DECIDED, BidState.FAILED)
    found = Bid.objects.filter(call=call, state__in=states).order_by("number")
    return found.select_related("lead_school", "decision", "call__terms", "call__priority")


def seal(bids: Iterable[Bid], *, now: datetime) -> None:
    """In the transaction of publishing: from here on a letter says what it says now."""
    subjects = {}
    for bid in bids:
        letter, _ = Letter.objects.get_or_create(bid=bid)
        dated = clock.day_of(now).isoformat()
        letter.content = {**compose(bid, letter), "dated": dated}
        letter.save(update_fields=["content"])
        subjects[document_key(bid)] = str(bid.pk)
    work.enqueue_many(kind=LETTER, subjects=subjects, now=now)


def document_key(bid: Bid) -> str:
    return f"letter:{bid.pk}"


def send(*, bid_id: int, now: datetime) -> Document:
    """Make the PDF once and tell the bidder; a worker may come here twice."""
    letter = Letter.objects.select_related("bid__lead_school", "bid__call").get(
        bid=bid_id, content__isnull=False
    )
    bid, key = letter.bid, document_key(letter.bid)
    document = documents.get(key) or documents.store(
        key=key,
        filename=f"Letter on {bid.reference}, {bid.call.title}.pdf",
        data=render_letter(letter.content or {}, identifier=key),
        kind="letter",
        now=now,
    )
    with transaction.atomic():
        post.letter_is_out(bid, document, now=now)
        Letter.objects.filter(pk=letter.pk, sent_at=None).update(document=document, sent_at=now)
    return document


def document_for_download(*, bid: Bid, by: User) -> Document | None:
    """The PDF, with the download on record; None while it is still being made."""
    if not by.has_perm("bids.see_own", bid):
        access.require(by, "bids.view_bid", bid)
    document = documents.get(document_key(bid)) if bid.call.is_published else None
    if document is not None:
        audit.record(bid, what="letter downloaded", by=by, sha256=document.sha256)
    return document


def named(call: Call, bids: Sequence[Bid]) -> dict[int, list[str]]:
    """Assessors and other bidders' schools named in each letter: the clerk is asked to look."""
    sheets = call.bids.filter(sheets__isnull=False)
    people = set(sheets.values_list("sheets__assessor__name", flat=True))
    schools = dict(call.bids.live().values_list("pk", "lead_school__name"))
    own = Partner.objects.in_the_bid().filter(bid__in=[bid.pk for bid in bids])
    with_partners = set(own.values_list("bid", "school__name"))
    found = {}
    for pk, words in _words(bids).items():
        others = {name for other, name in schools.items() if other != pk} - {schools.get(pk)}
        others -= {name for bid, name in with_partners if bid == pk}
        found[pk] = sorted(n for n in people | others if n and n.casefold() in words)
    return found


def _words(bids: Sequence[Bid]) -> dict[int, str]:
    """What people typed into each letter."""
    written = {row.bid_id: row for row in Letter.objects.filter(bid__in=[b.pk for b in bids])}
    agreed = placing.agreed_of(bids)
    found = {}
    for bid in bids:
        letter, decision = written.get(bid.pk), getattr(bid, "decision", None)
        texts = [letter.opening, letter.closing] if letter else []
        texts += [decision.public_reason] if decision else []
        for row in agreed.get(bid.pk, {}).values():
            texts += [row.reason, row.for_a_higher_mark]
        found[bid.pk] = "\n".join(texts).casefold()
    return found


def _own(text: str, ours: str) -> str:
    """Ours left as it was stays ours, and follows the decision when that changes."""
    return "" if text.strip() == ours else text.strip()
