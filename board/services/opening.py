"""Opening the poll: the roll is frozen, the order of candidates drawn, every school told."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from board import sealing
from board.models import Election, Extension, VoterRoll
from board.services import papers, standing, telling
from board.workflow import FEWEST_VOTES, contested
from hlp.kit import audit, states
from hlp.kit.refusal import Refusal
from members.models import School, User


class NobodyToVote(Refusal):
    """The period has no member school."""


class SmallPoll(Refusal):
    """So few schools that the totals could show how somebody voted."""


class TooShort(Refusal):
    """An extension makes voting longer, and says why."""


def electorate(election: Election) -> list[School]:
    """Design 12: every membership signed and verified now, paid or not, leaving ones too."""
    return list(School.objects.members_of(election.period).order_by("urn"))


def roll_digest(urns: Iterable[int]) -> str:
    """Anybody with the list of schools can make it again: URNs in order, one a line."""
    lines = "".join(f"{urn}\n" for urn in sorted(urns))
    return hashlib.sha256(lines.encode()).hexdigest()


def open_poll(
    *, election: Election, by: User, now: datetime, accept_small: bool = False
) -> Election:
    """`accept_small`: the warning about fewer than five schools was read."""
    with transaction.atomic(), audit.acting(by):
        schools = electorate(election)
        if not schools:
            raise NobodyToVote("No school is a member, so nobody could vote.")
        if len(schools) < FEWEST_VOTES and not accept_small:
            raise SmallPoll(
                f"Only {len(schools)} schools may vote. With fewer than {FEWEST_VOTES} votes the"
                " result says only who was elected, because totals would show how schools voted."
            )
        standing.settle(election, now)
        _draw_order(election)
        opened = states.make(
            election,
            "open",
            by=by,
            now=now,
            roll_digest=roll_digest(school.pk for school in schools),
            roll_size=len(schools),
            envelope_size=papers.envelope_size(papers.questions(election)),
            small_poll_accepted=accept_small,
        )
        rows = [VoterRoll(election=opened, school=school) for school in schools]
        VoterRoll.objects.bulk_create(rows, batch_size=500)
        telling.start(opened, telling.OPEN, now=now)
    return opened


def extend(*, election: Election, until: datetime, because: str, by: User, now: datetime) -> None:
    """Longer for everybody, with a reason that every school is told."""
    if until <= max(election.voting_closes_at, now):
        raise TooShort("Voting can only be made longer. Choose a later moment.")
    if not because.strip():
        raise TooShort("Say why voting is extended. Every school is told.")
    with transaction.atomic(), audit.acting(by):
        states.make(election, "extend", by=by, now=now, voting_closes_at=until)
        extension = Extension.objects.create(
            election=election,
            until=until,
            because=because.strip(),
            extended_at=now,
            extended_by=by,
        )
        telling.start(election, f"{telling.EXTENDED}{extension.pk}", now=now)


def _draw_order(election: Election) -> None:
    """By the machine's own randomness; contests without a choice are not on the paper."""
    for contest in contested(election):
        candidates = sealing.shuffled(contest.nominations.candidates())
        labels = Counter(nomination.label for nomination in candidates)
        for position, nomination in enumerate(candidates, start=1):
            if labels[nomination.label] > 1:  # paper, count and files tell people by what they read
                nomination.school_name = f"{nomination.school_name}, URN {nomination.school_id}"
            nomination.position = position
            nomination.save(update_fields=["position", "school_name"])
