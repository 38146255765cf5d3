"""One school, one vote, cast by its head or deputy, final."""

from datetime import timedelta

import pytest

from board.models import SealedBallot
from board.services import casting, closing, opening, preparing
from hlp.kit.refusal import Refusal
from hlp.kit.states import WrongMoment, WrongPerson
from tests.factories import board as made

pytestmark = pytest.mark.django_db


def test_the_roll_is_frozen_at_opening():
    election = made.voting()
    roll = made.roll(election)
    newcomer = made.member()

    assert election.roll_digest == opening.roll_digest(school.pk for school in roll)
    assert election.roll_size == 5
    with pytest.raises(casting.NotOnTheRoll, match="no vote this time"):
        made.vote(election, newcomer)


def test_one_school_one_vote_also_for_a_head_of_two():
    election = made.voting()
    one, two, *_ = made.roll(election)
    head = made.head_of(one)
    two.affiliations.update(user=head)
    head.forget_standing()

    codes = {made.vote(election, one, by=head), made.vote(election, two, by=head)}

    assert len(codes) == SealedBallot.objects.count() == 2
    with pytest.raises(casting.AlreadyVoted, match="final"):
        made.vote(election, one, by=head)
    with pytest.raises(WrongPerson):
        made.vote(election, one, by=made.officer())


def test_who_comes_too_early_or_to_a_stopped_poll_hears_which():
    early = made.ready()
    school = early.contests.get().nominations.first().school
    with pytest.raises(casting.PollIsClosed, match="has not begun"):
        made.vote(early, school)

    poll = opening.open_poll(election=made.with_keys(early), by=made.officer(), now=made.opens_at())
    preparing.stop(
        election=poll, because="A name was missing.", by=made.officer(), now=made.opens_at()
    )
    with pytest.raises(casting.PollIsClosed, match="was stopped"):
        made.vote(poll, school)


def test_a_paper_belongs_to_one_person_and_one_school():
    election = made.voting()
    one, two, *_ = made.roll(election)
    now = election.voting_opens_at + timedelta(hours=1)
    paper = casting.hand_out(election, one, made.head_of(one))

    with pytest.raises(casting.StalePaper):
        casting.fill_in(
            election=election, school=two, marks={}, paper=paper, by=made.head_of(two), now=now
        )


def test_over_votes_and_strangers_are_refused_and_blanks_are_not():
    election = made.voting()
    school, names = made.roll(election)[0], made.candidates(election)

    with pytest.raises(Refusal, match="up to 3, and you chose 4"):
        made.vote(election, school, *names[:4])
    with pytest.raises(Refusal, match="at most once"):
        made.vote(election, school, names[0], names[0])
    made.vote(election, school)

    assert SealedBallot.objects.count() == 1


def test_own_characters_stand_behind_the_code():
    election = made.voting()
    one, two, *_ = made.roll(election)

    assert made.vote(election, one, own="hm7").endswith("-HM7")
    with pytest.raises(casting.BadOwnCharacters):
        made.vote(election, two, own="x")


def test_voting_ends_at_the_announced_moment_unless_it_is_extended():
    election = made.voting()
    late = election.voting_closes_at + timedelta(seconds=1)
    one, *_ = made.roll(election)

    with pytest.raises(casting.PollIsClosed):
        made.vote(election, one, now=late)
    with pytest.raises(WrongMoment, match="open until"):
        closing.close(
            election=election,
            passphrases=made.TWO,
            by=made.officer(),
            now=election.voting_closes_at,
        )
    opening.extend(
        election=election,
        until=late + timedelta(days=1),
        because="Mail was down.",
        by=made.officer(),
        now=late,
    )
    election.refresh_from_db()
    assert made.vote(election, one, now=late)
