"""Casting a vote: one school, one envelope, and no thread between the two.

Choices and code travel between paper and review in signed hidden fields, never in the session.
Nothing is written but the flag on the roll and the envelope: both or neither.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from board import roll, sealing
from board.models import Election, SealedBallot
from board.services import papers
from board.services.papers import Marks
from board.states import ElectionState
from hlp.kit import access
from hlp.kit.clock import moment
from hlp.kit.refusal import Refusal
from members.models import School, User

OWN = re.compile(r"^[A-Z0-9]{2,4}$")
VALID_FOR = timedelta(hours=2)  # from opening the paper to the last button


class NotOnTheRoll(Refusal):
    """The school was no member when the poll opened."""


class PollIsClosed(Refusal):
    """Voting has not begun or is over."""


class AlreadyVoted(Refusal):
    """One school, one vote."""


class StalePaper(Refusal):
    """The paper was not handed out to this person for this school, or too long ago."""


class BadOwnCharacters(Refusal):
    """What the voter adds to the code is two to four letters or digits."""


@dataclass(frozen=True)
class Filled:
    """A paper as it stands on the review page."""

    marks: dict[int, list[int]]
    code: str


def check_may_vote(election: Election, school: School, by: User, now: datetime) -> None:
    """In the order in which a person wants to hear it."""
    access.require(by, "board.vote", school)
    if election.state == ElectionState.STOPPED:
        raise PollIsClosed(f"This election was stopped. {election.stopped_because}")
    if election.opened_at is None:
        raise PollIsClosed("Voting has not begun. You hear from us when it does.")
    line = roll.line_of(election, school.pk)
    if line is None:
        raise NotOnTheRoll(
            f"{school} was not a member when this poll opened, so it has no vote this time."
        )
    if line.has_voted:
        raise AlreadyVoted(f"{school} has voted. A vote is final and cannot be changed.")
    if not election.takes_votes(now):
        raise PollIsClosed(f"Voting closed at {moment(election.voting_closes_at)}.")


def hand_out(election: Election, school: School, by: User) -> str:
    """What the blank paper carries: it shows that the password was asked for."""
    return signing.dumps("paper", salt=_salt(election, school, by))


def fill_in(
    *, election: Election, school: School, marks: Marks, paper: str, by: User, now: datetime
) -> tuple[Filled, str]:
    """The paper for the review page, and the same sealed against change for its hidden field."""
    check_may_vote(election, school, by, now)
    if _signed(paper, election, school, by) != "paper":
        raise StalePaper("Open the paper again: this one was handed out too long ago.")
    chosen = papers.check(papers.questions(election), marks)
    filled = Filled(chosen, sealing.new_code())
    content = {"marks": filled.marks, "code": filled.code}
    return filled, signing.dumps(content, salt=_salt(election, school, by), compress=False)


def take_up(*, election: Election, school: School, review: str, by: User) -> Filled:
    """What the review page's hidden field says."""
    found = _signed(review, election, school, by)
    if not isinstance(found, dict):
        raise StalePaper("Open the paper again: this one was handed out too long ago.")
    return Filled({int(k): list(v) for k, v in found["marks"].items()}, found["code"])


def cast(
    *, election: Election, school: School, review: str, own: str, by: User, now: datetime
) -> str:
    """Put the vote into the box; the code as it will stand on the board."""
    check_may_vote(election, school, by, now)
    filled = take_up(election=election, school=school, review=review, by=by)
    code = _with_own(filled.code, own)
    asked = papers.questions(election)
    content = papers.write(papers.check(asked, filled.marks), code)
    envelope = sealing.seal(bytes(election.public_key or b""), content, election.envelope_size)
    with transaction.atomic():
        _tick(election, school, now)
        SealedBallot.objects.create(election=election, envelope=envelope)
    return code


def _tick(election: Election, school: School, now: datetime) -> None:
    """The roll's line is the lock of casting; closing takes all of them before it begins."""
    locked = list(roll.lines_of(election, school.pk).select_for_update())
    line = locked[0] if locked else None
    fresh = Election.objects.get(pk=election.pk)
    if line is None or not fresh.takes_votes(now):
        raise PollIsClosed("Voting closed a moment ago. Your vote is not in the box.")
    if any(one.has_voted for one in locked):
        raise AlreadyVoted(f"{school} has voted. A vote is final and cannot be changed.")
    line.has_voted = True
    line.save(update_fields=["has_voted"])


def _with_own(code: str, own: str) -> str:
    typed = own.strip().upper()
    if not typed:
        return code
    if not OWN.match(typed):
        raise BadOwnCharacters("Add two to four letters or digits, or leave the box empty")
    return f"{code}-{typed}"


def _salt(election: Election, school: School, by: User) -> str:
    return f"board.paper.{election.pk}.{school.pk}.{by.pk}"


def _signed(text: str, election: Election, school: School, by: User) -> object:
    try:
        return signing.loads(text, salt=_salt(election, school, by), max_age=VALID_FOR)
    except signing.BadSignature:
        raise StalePaper("Open the paper again: this one was handed out too long ago.") from None
