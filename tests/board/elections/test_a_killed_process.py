"""`kill -9` at each step of casting and opening leaves everything or nothing."""

import subprocess
import sys

import pytest
from django.conf import settings as configured

from board.models import BoardCode, BoardMarks, KeyLock, SealedBallot, VoterRoll
from board.services import casting, closing, publishing
from board.states import ElectionState, KeyPlace
from tests.board.elections.box_to_kill import OF_CASTING, STEPS
from tests.factories import board as made

pytestmark = pytest.mark.django_db(transaction=True)
PHRASES = {place: made.PHRASES[place] for place in (KeyPlace.OFFICER, KeyPlace.SECOND)}


@pytest.fixture
def killed_at(subprocess_env):
    """A poll in which two have voted; the third vote, or the opening, dies at the step."""

    def kill(step):
        election = made.voting()
        schools = made.roll(election)
        for school in schools[:2]:
            made.vote(election, school, made.candidates(election)[0])
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.board.elections.box_to_kill"),
                *(step, str(election.pk), str(schools[2].pk)),
            ],
            cwd=configured.BASE_DIR,
            env=subprocess_env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert "in the middle\n" in iter(process.stdout.readline, "")
        process.kill()
        process.communicate()
        assert process.returncode == -9
        election.refresh_from_db()
        return election

    return kill


@pytest.mark.parametrize("step", OF_CASTING[:-1])
def test_a_vote_that_dies_leaves_nothing_and_can_be_cast_again(killed_at, step):
    election = killed_at(step)

    assert SealedBallot.objects.count() == publishing.turnout(election) == 2
    made.vote(election, made.roll(election)[2])

    assert SealedBallot.objects.count() == publishing.turnout(election) == 3


def test_a_vote_in_the_box_counts_though_nobody_was_told(killed_at):
    election = killed_at(OF_CASTING[-1])

    with pytest.raises(casting.AlreadyVoted):
        made.vote(election, made.roll(election)[2])

    assert SealedBallot.objects.count() == publishing.turnout(election) == 3


@pytest.mark.parametrize("step", [s for s in STEPS if s not in (*OF_CASTING, "opened, not swept")])
def test_an_opening_that_dies_leaves_the_box_closed(killed_at, step):
    election = killed_at(step)

    assert election.state == ElectionState.VOTING
    assert (SealedBallot.objects.count(), KeyLock.objects.count()) == (2, 3)
    assert not BoardCode.objects.exists()
    assert not BoardMarks.objects.exists()
    closing.close(election=election, passphrases=PHRASES, by=made.officer(), now=made.after())

    assert publishing.reconcile(election).agrees
    assert publishing.tally(election.contests.get()).lines[0].marks == 2


def test_a_sweep_that_never_came_is_made_up_for(killed_at):
    election = killed_at("opened, not swept")

    assert election.state == ElectionState.COUNTED
    assert election.vacuumed_at is None
    swept = closing.sweep(election=election, by=made.officer(), now=made.after())

    assert swept.vacuumed_at == made.after()
    assert VoterRoll.objects.filter(has_voted=True).count() == 2
    assert closing.sweep(election=swept, by=made.officer(), now=made.after())
