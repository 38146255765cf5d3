"""What is left to do before a call can open, as a task list; and what can be done with it later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse

from bids.models import Call
from bids.services import exceptions
from bids.states import LIVE, BidState, CallState
from hlp.kit.clock import moment
from hlp.kit.components import Action, Progress, Stat, Task
from hlp.kit.money import pounds
from hlp.kit.states import available
from members.models import User

DONE, TO_DO = "Done", "To do"
STEPS = ("Set up", "Bids", "Screen", "Marking", "Moderation", "Publishing")
STATES = (
    *(CallState.DRAFT, CallState.OPEN, CallState.CLOSED, CallState.MARKING),
    *(CallState.MODERATING, CallState.DECIDED, CallState.PUBLISHED),
)
NEXT = {
    CallState.CLOSED: ("call_bids", "Screen the bids"),
    CallState.MARKING: ("assessors", "See who still has to mark"),
    CallState.MODERATING: ("panel", "Go to the panel table"),
    CallState.DECIDED: ("ranking", "Look at the decisions"),
}


def progress(call: Call) -> Progress | None:
    """A call that was called off is nowhere on its way."""
    state = CallState(call.state)
    return Progress(STEPS, STATES.index(state) + 1) if state in STATES else None


def to_prepare(call: Call) -> Iterator[Task]:
    """Each step a page; done ones can be opened again until the call opens."""

    def task(name: str, title: str, hint: str, is_done: bool) -> Task:
        url = reverse(f"bids:{name}", args=[call.slug])
        return Task(title, url, hint, DONE if is_done else TO_DO)

    terms = getattr(call, "terms", None)
    ceiling = f"Up to {pounds(terms.funding_ceiling)} a bid" if terms else "Nothing set yet"
    confirmed = call.descriptors_confirmed_at
    words = task("call_words", "Title and guidance", call.title, True)
    yield words if call.guidance else replace(words, status="No guidance yet")
    dates = f"From {moment(call.opens_at)} to {moment(call.closes_at)}"
    yield task("call_dates", "Dates", dates, True)
    yield task(
        "call_decision",
        "The board’s decision",
        call.minute_reference or "When the board agreed this call, and under which minute",
        bool(call.decided_on and call.minute_reference),
    )
    yield task("call_terms", "Money, panel and thresholds", ceiling, terms is not None)
    yield task(
        "call_criteria",
        "Weights and equal totals",
        "As in the prospectus: all four criteria weigh the same, unless you change it",
        True,
    )
    yield task(
        "call_sentences",
        "What each mark means",
        f"Confirmed at {moment(confirmed)}" if confirmed else "24 sentences to read and confirm",
        confirmed is not None,
    )


def ahead(call: Call, user: User) -> Iterator[Action]:
    """The page on which a call that has closed goes on."""
    if call.state in NEXT and user.has_perm("bids.oversee_call", call):
        name, label = NEXT[CallState(call.state)]
        yield Action(label, reverse(f"bids:{name}", args=[call.slug]), get=True)


def actions(call: Call, user: User, now: datetime) -> Iterator[Action]:
    """What this person can do with the call now."""

    def link(name: str, label: str, style: str = "secondary", closed: str = "") -> Action:
        url = reverse(f"bids:{name}", args=[call.slug])
        return Action(label, url, closed=closed, style=style, get=True)

    moves = {found.move.name: found for found in available(call, user, now)}
    if "open" in moves:
        yield link("open_call", "Open the call", "", moves["open"].closed_because or "")
    if call.state == CallState.OPEN and now <= call.enforced_at:
        yield link("extend_call", "Extend")
    if call.state in exceptions.WHILE and user.has_perm("bids.grant_exception", call):
        yield link("grant_exception", "Let a school be late")
    if may_open_early(call, user):
        yield link("open_early", "Open bids early")
    if "cancel" in moves:
        is_draft = call.state == CallState.DRAFT
        label, style = ("Give up the draft", "secondary") if is_draft else ("Call off", "warning")
        yield link("cancel_call", label, style)
    if call.state in {CallState.PUBLISHED, CallState.CANCELLED}:
        yield link("call_again", "Call this priority again")


def may_open_early(call: Call, user: User) -> bool:
    """While sealed, once for a person, and not for who works for a school of a bid."""
    return (
        call.state == CallState.OPEN
        and user.has_perm("bids.open_early", call)
        and not call.early_openings.filter(opened_by=user).exists()
    )


def counted(call: Call) -> list[Stat]:
    """Numbers only, so that the seal holds; drafts while they can still come in."""
    by_state = dict(call.bids.values_list("state").annotate(Count("pk")).order_by("state"))
    live = sum(by_state.get(state, 0) for state in LIVE)
    stats = [Stat(live, "bid submitted" if live == 1 else "bids submitted")]
    if call.state == CallState.OPEN:
        drafts = by_state.get(BidState.DRAFT, 0)
        stats.append(Stat(drafts, "draft" if drafts == 1 else "drafts"))
    return stats


def records(call: Call) -> dict[str, Any]:
    """What was out of the ordinary: kept with the call, in the order it happened."""
    return {
        "exceptions": list(
            call.late_exceptions.select_related("school", "granted_by").order_by("pk")
        ),
        "early_openings": list(call.early_openings.select_related("opened_by").order_by("pk")),
        "extensions": list(call.extensions.select_related("made_by").order_by("pk")),
    }
