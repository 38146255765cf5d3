"""One school, one envelope, whoever presses when."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from board.models import SealedBallot, VoterRoll
from board.services import casting
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
