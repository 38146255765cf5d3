"""A private question to one bidder: it opens named sections until a moment, and nothing else.

The answer is a new version of the bid that says why it exists; versions marked before stay.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from bids import content, expectations
from bids.emails import bids as post
from bids.models import Bid, BidVersion, Clarification
from bids.services import versions
from bids.states import BidState, CallState, SectionKind
from hlp.kit import access, audit, clock
from hlp.kit.clock import moment
from hlp.kit.refusal import Refusal
from members.models import User

ASKED_OF = frozenset({BidState.SUBMITTED, BidState.PASSED, BidState.FAILED})
OVER = frozenset({CallState.DECIDED, CallState.PUBLISHED, CallState.CANCELLED})


class CannotAsk(Refusal):
    """There is an open question, nothing was submitted, or the moment is past."""


class CannotAnswer(Refusal):
    """Answered already, too late, or about a section nobody asked about."""


def ask(
    *,
    bid: Bid,
    question: str,
    sections: Sequence[str],
    due_at: datetime,
    by: User,
    now: datetime,
) -> Clarification:
    access.require(by, "bids.clarify_bid", bid)
    if not question.strip() or not sections or set(sections) - set(SectionKind.values):
        raise CannotAsk("Write the question, and choose the sections it is about.")
    if due_at <= now:
        raise CannotAsk("Choose a moment in the future for the answer.")
    with transaction.atomic(), audit.acting(by):
        row = Bid.objects.select_for_update(of=("self",)).select_related("call").get(pk=bid.pk)
        if closed := why_closed(row):
            raise CannotAsk(closed)
        if row.clarifications.filter(answered_at=None).exists():
            raise CannotAsk("There is a question without an answer. Give it more time instead.")
        asked = Clarification.objects.create(
            bid=row,
            question=question.strip(),
            sections=[kind for kind in SectionKind.values if kind in sections],
            due_at=due_at,
            asked_at=now,
            asked_by=by,
        )
        post.clarification_asked(asked, now=now)
    return asked


def why_closed(bid: Bid) -> str | None:
    """Why nothing can be asked of a bid any more."""
    if bid.state not in ASKED_OF:
        return f"This bid is {bid.get_state_display().lower()}."
    if bid.call.state in OVER:
        return "The board has closed its decisions, so there is nothing to clarify."
    return None


def give_more_time(
    *, clarification: Clarification, due_at: datetime, by: User, now: datetime
) -> Clarification:
    """Also where the moment has passed without an answer."""
    access.require(by, "bids.clarify_bid", clarification.bid)
    with transaction.atomic(), audit.acting(by):
        row = _locked(clarification)
        if row.answered_at:
            raise CannotAsk("This question has been answered.")
        if closed := why_closed(row.bid):
            raise CannotAsk(closed)
        if due_at <= max(now, row.due_at):
            raise CannotAsk(f"Choose a moment after {moment(max(now, row.due_at))}.")
        row.due_at = due_at
        row.save(update_fields=["due_at"])
        post.clarification_asked(row, now=now)
    return row


def answer(
    *, clarification: Clarification, texts: Mapping[str, str], by: User, now: datetime
) -> BidVersion:
    """`texts`: of the named sections, whole. The rest of the bid stays as it was submitted."""
    access.require(by, "bids.submit_bid", clarification.bid)
    with transaction.atomic(), audit.acting(by):
        row = _locked(clarification)
        bid = Bid.objects.select_for_update().get(pk=row.bid_id)
        new = _check(row, bid, texts, now)
        asked_on = clock.day_of(row.asked_at)
        because = f"Answer to the question of {asked_on:%-d %B %Y}"
        version = versions.renew(bid, because=because, by=by, now=now, sections=new)
        if version is None:
            raise CannotAnswer("Nothing was submitted, so nothing can be clarified.")
        row.answered_at, row.answered_by, row.version = now, by, version
        row.save(update_fields=["answered_at", "answered_by", "version"])
        post.clarification_answered(row, now=now)
    return version


def submitted_texts(clarification: Clarification) -> dict[str, str]:
    """What the named sections say now, for the form."""
    last = content.last(clarification.bid)
    sections = last.content["sections"] if last else {}
    return {kind: sections.get(kind, {}).get("text", "") for kind in clarification.sections}


def _check(row: Clarification, bid: Bid, texts: Mapping[str, str], now: datetime) -> dict[str, str]:
    if row.answered_at:
        raise CannotAnswer("This question has been answered already.")
    if bid.state not in ASKED_OF:
        raise CannotAnswer(f"This bid is {bid.get_state_display().lower()}.")
    if bid.call.state in OVER:
        raise CannotAnswer("The board has closed its decisions. Nothing was sent.")
    if now > row.due_at:
        raise CannotAnswer(
            f"The question could be answered until {moment(row.due_at)}. Nothing was sent."
        )
    if set(texts) - set(row.sections):
        raise CannotAnswer("Only the sections the question is about can be changed.")
    new = {kind: "\n".join(text.rstrip().splitlines()) for kind, text in texts.items()}
    if wrong := _cannot_stand(bid, new):
        raise CannotAnswer(wrong)
    if new == {kind: submitted_texts(row)[kind] for kind in new}:
        raise CannotAnswer("Nothing has been changed yet. Put your answer into the sections.")
    return new


def _cannot_stand(bid: Bid, texts: Mapping[str, str]) -> str | None:
    """What held for the sections of the bid holds for the answer: some text, within its limit."""
    if not all(texts.values()):
        return "A section cannot be left empty."
    limits = {row.kind: row.word_limit for row in bid.call.criteria.all()}
    for kind, text in texts.items():
        words, most = len(text.split()), limits.get(kind, expectations.WORDS)
        if words > most:
            label = SectionKind(kind).label
            return f"{label} has {words} words. Shorten it to {most} or fewer."
    return None


def _locked(clarification: Clarification) -> Clarification:
    rows = Clarification.objects.select_for_update(of=("self",))
    return rows.select_related("bid__call", "bid__lead_school").get(pk=clarification.pk)
