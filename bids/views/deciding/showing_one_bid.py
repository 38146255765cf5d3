"""What the page of moderating one bid shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from bids import ranking
from bids.models import (
    AgreedMark,
    Bid,
    Criterion,
    Decision,
    Mark,
    Moderation,
    Presence,
)
from bids.services import clearance, deciding, quorum
from bids.states import CallState, Outcome, SheetState
from bids.views.deciding.showing_panel import shown
from hlp.kit.components import Action, Row
from hlp.kit.money import pounds
from members.models import User


def one_bid(bid: Bid, user: User, now: datetime) -> dict[str, Any]:
    """Moderating one bid: individual marks, agreed ones beside them, who is there, quorum."""
    moderation = Moderation.objects.filter(bid=bid).first()
    criteria = list(bid.call.criteria.in_order().prefetch_related("descriptors"))
    marks = list(
        Mark.objects.given()
        .filter(sheet__bid=bid)
        .select_related("sheet__assessor", "replaces")
        .order_by("sheet__assessor__name", "pk")
    )
    found = clearance.of_bid(bid, now)
    for mark in marks:
        mark.not_counted = found.why_not(bid.pk, mark.sheet.assessor_id)  # type: ignore[attr-defined]
    agreed = list(bid.agreed_marks.select_related("agreed_by").order_by("-pk"))
    is_open = bid.call.state == CallState.MODERATING
    may_agree = is_open and user.has_perm("bids.moderate_bid", bid)
    return {
        "bid": bid,
        "call": bid.call,
        "moderation": moderation,
        "parts": [
            _part(criterion, marks, agreed, bid.call.terms.spread_flag) for criterion in criteria
        ],
        "may_agree": may_agree and moderation is not None,
        "abstentions": bid.sheets.filter(state=SheetState.ABSTAINED).select_related("assessor"),
        "presences": _presences(moderation),
        "quorum": _quorum_rows(quorum.of_bid(bid, now)),
        **_decision(bid),
        "actions": _bid_actions(bid, moderation, user, now) if is_open else [],
    }


def _decision(bid: Bid) -> dict[str, Any]:
    """As it stands, for those who decide; both reasons, apart."""
    row: Decision | None = getattr(bid, "decision", None)
    if row is None:
        return {"decision": None}
    rows = [
        Row("Decided", f"{row.decided_on:%-d %B %Y}, {row.minute_reference}"),
        Row("Reason for the bidder and the public", row.public_reason),
        Row("Reason for the board’s papers", row.private_reason or "None given"),
    ]
    if row.agreed_sum is not None:
        rows.insert(1, Row("Agreed sum", pounds(row.agreed_sum)))
    if row.below_minimum_because:
        rows.append(Row("Selected below a minimum because", row.below_minimum_because))
    return {"decision": row, "decision_state": Outcome(row.outcome), "decision_rows": rows}


def _part(
    criterion: Criterion, marks: Sequence[Mark], agreed: Sequence[AgreedMark], flag: int
) -> dict[str, Any]:
    own = [mark for mark in marks if mark.criterion_id == criterion.pk]
    given = ranking.individual(
        None if mark.not_counted else mark.mark  # type: ignore[attr-defined]
        for mark in own
    )
    history = [row for row in agreed if row.criterion_id == criterion.pk]
    return {
        "criterion": criterion,
        "marks": own,
        "given": given,
        "mean": shown(given.mean),
        "median": shown(given.median),
        "is_to_discuss": given.is_to_discuss(flag),
        "agreed": history[0] if history else None,
        "earlier": history[1:],
    }


def _presences(moderation: Moderation | None) -> dict[str, list[Presence]]:
    if moderation is None:
        return {"there": [], "left": []}
    rows = list(moderation.presences.select_related("user").order_by("user__name"))
    return {
        "there": [row for row in rows if row.is_present],
        "left": [row for row in rows if not row.is_present],
    }


def _quorum_rows(found: quorum.Quorum) -> list[Row]:
    marked = Row(
        "Marked by, free of conflict", f"{found.markers}, at least {found.markers_needed} needed"
    )
    there = Row(
        "Taking part, free of conflict", f"{found.present}, at least {found.present_needed} needed"
    )
    return [there] if found.is_joint else [marked, there]


def _bid_actions(
    bid: Bid, moderation: Moderation | None, user: User, now: datetime
) -> list[Action]:
    may_note = user.has_perm("bids.note_presence", bid)
    if moderation is None:
        begin = _page("Take up this bid", "begin_moderation", bid)
        return [begin] if may_note else []
    actions = []
    if may_note:
        actions.append(_page("Who is there", "presence", bid, style="secondary"))
    if user.has_perm("bids.moderate_bid", bid):
        finished = moderation.finished_at is not None
        style = "secondary" if finished else ""
        label = "Complete the notes" if finished else "Finish this bid"
        actions.append(_page(label, "finish_moderation", bid, style=style))
    if user.has_perm("bids.decide_bid", bid):
        closed = deciding.why_closed(bid, now) or ""
        actions.append(_page("Decide on this bid", "decide_bid", bid, closed=closed))
    return actions


def _page(label: str, name: str, bid: Bid, **more: Any) -> Action:
    return Action(label, reverse(f"bids:{name}", args=[bid.pk]), get=True, **more)


def noted(bid: Bid) -> dict[str, Any]:
    """Who is down as there or as having left, for the form."""
    rows = Presence.objects.filter(moderation__bid=bid)
    left = {f"left_{row.user_id}": row.left_because for row in rows if not row.is_present}
    return {"present": [str(row.user_id) for row in rows if row.is_present], **left}


def words_of(agreed: AgreedMark | None) -> dict[str, Any]:
    if agreed is None:
        return {}
    names = ("mark", "reason", "for_a_higher_mark")
    return {name: getattr(agreed, name) for name in names}


def given_rows(bid: Bid, criterion: Criterion, now: datetime) -> list[Row]:
    """The individual marks that count, with their reasons, above the form that agrees one."""
    marks = (
        Mark.objects.given()
        .filter(sheet__bid=bid, criterion=criterion)
        .select_related("sheet__assessor")
        .order_by("sheet__assessor__name", "pk")
    )
    found = clearance.of_bids(bid.call, [bid.pk], now)
    return [
        Row(f"{mark.sheet.assessor}: {mark.mark}", mark.reason)
        for mark in marks
        if found.is_clear(bid.pk, mark.sheet.assessor_id)
    ]
