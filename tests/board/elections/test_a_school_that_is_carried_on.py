"""A school that becomes an academy while voting is open keeps its vote; the roll stays."""

from datetime import timedelta

import pytest
from django.urls import reverse

from board import home, reminders
from board.models import SealedBallot
from board.services import casting
from hlp.kit import waiting
from hlp.kit.states import WrongPerson
from members.services import succeeding
from tests.board.elections.test_who_cannot_take_the_seat import carried_on
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def converted(time_machine):
    """A poll, the old school, the academy, its head and a moment after the change."""
    election = made.voting(candidates=6)
    old = made.roll(election)[0]
    head = made.head_of(old)
    assert election.opened_at
    academy = carried_on(old, (election.opened_at + timedelta(days=2)).date())
    later = election.opened_at + timedelta(days=3)
    time_machine.move_to(later)
    succeeding.carry_on(now=later)
    return election, old, academy, type(head).objects.get(pk=head.pk), later


def test_the_academy_votes_once_in_place_of_the_school(converted):
    election, old, academy, head, later = converted

    made.vote(election, academy, made.candidates(election)[0], by=head, now=later)

    assert SealedBallot.objects.count() == 1
    assert election.roll.get(has_voted=True).school == old
    with pytest.raises(casting.AlreadyVoted):
        made.vote(election, academy, by=head, now=later)
    with pytest.raises(WrongPerson):
        made.vote(election, old, by=head, now=later)


def test_a_school_that_has_voted_gives_no_second_vote(converted):
    election, old, academy, head, later = converted
    election.roll.filter(school=old).update(has_voted=True)

    with pytest.raises(casting.AlreadyVoted):
        made.vote(election, academy, by=head, now=later)


def test_its_head_is_asked_and_reminded_for_the_academy(converted):
    election, _, academy, head, later = converted
    paper = reverse("board:vote", args=[election.pk, academy.pk])
    closes_on = election.voting_closes_at.date()

    assert [one.url for one in waiting.for_person(head, later, home.OF_ELECTIONS)] == [paper]
    page = client_of(head).get(reverse("board:election_detail", args=[election.pk]))
    assert paper in page.content.decode()
    due = list(reminders.voting_closing(closes_on))
    assert head.email in {one.to for one in due if one.line.url == paper}
    assert head.has_perm("board.view_totals", election)


def test_the_list_of_elections_shows_its_head_the_line_of_the_academy(converted):
    election, old, academy, head, later = converted
    paper = reverse("board:vote", args=[election.pk, academy.pk])
    url = reverse("board:election_list")

    before = client_of(head).get(url).content.decode()
    made.vote(election, academy, by=head, now=later)
    after = client_of(head).get(url).content.decode()

    assert paper in before
    assert reverse("board:vote", args=[election.pk, old.pk]) not in before
    assert paper not in after
    assert f"{academy} has voted." in after


def test_the_list_offers_no_vote_once_voting_is_over(converted, time_machine):
    election, _, academy, head, _ = converted
    time_machine.move_to(made.after())

    page = client_of(head).get(reverse("board:election_list")).content.decode()

    assert "The box is not opened yet." in page
    assert reverse("board:vote", args=[election.pk, academy.pk]) not in page
