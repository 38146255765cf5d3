"""One school, one envelope, whoever presses when."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from board.models import Nomination, SealedBallot, VoterRoll
from board.services import casting, nominating
from board.states import NominationState
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_posts_at_once_leave_one_envelope(time_machine):
    election = made.voting()
    now = made.opens_at()
    school, head = made.roll(election)[0], made.head_of(made.roll(election)[0])
    paper = casting.hand_out(election, school, head)
    _, review = casting.fill_in(
        election=election, school=school, marks={}, paper=paper, by=head, now=now
    )
    client = client_of(head)
    url = reverse("board:cast_vote", args=[election.pk, school.pk])
    time_machine.move_to(now, tick=False)

    def post(_):
        try:
            return "The vote is in the box" in client.post(url, {"review": review}).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        done = list(pool.map(post, range(20)))

    assert sum(done) == 1
    assert SealedBallot.objects.count() == 1
    assert VoterRoll.objects.filter(has_voted=True).count() == 1


@pytest.mark.two_writers
def test_two_heads_who_nominate_again_who_declined_make_one_nomination():
    election = made.announced()
    school, *others = made.members(3, election.period)
    start = Barrier(2)

    def nominate(by):
        return nominating.nominate(
            contest=election.contests.get(),
            nominee=made.head_of(school),
            school=school,
            by=made.head_of(by),
            by_school=by,
            now=made.T0,
        )

    declined = nominate(others[0])
    nominating.decline(nomination=declined, by=declined.nominee, now=made.T0)

    def press(by):
        start.wait()
        try:
            return nominate(by)
        except nominating.AlreadyNominated as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(press, others))

    assert sum(isinstance(one, Nomination) for one in outcomes) == 1
    assert declined.contest.nominations.filter(state=NominationState.PROPOSED).count() == 1
