"""Mails of an election, and what the pages cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from board.services import nominating, opening
from hlp.kit.models import OutboxMessage
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def mails(start):
    return OutboxMessage.objects.filter(key__startswith=start)


def test_every_school_hears_of_the_poll_its_extension_and_the_result():
    election = made.counted()
    heads = {made.head_of(school).email for school in made.roll(election)}
    assert set(mails(f"election:{election.pk}:open:").values_list("to", flat=True)) == heads

    made.declaring.declare(election=election, by=made.officer(), now=made.after())
    made.schools_are_told(made.after())

    told = mails(f"election:{election.pk}:declared:")
    assert set(told.values_list("to", flat=True)) == heads
    first = election.contests.get().results.get(place=1).nomination
    assert all(first.label in mail.text for mail in told)


def test_an_extension_is_told_with_its_reason():
    election = made.voting()

    opening.extend(
        election=election,
        until=made.after(),
        because="The mail server was down.",
        by=made.officer(),
        now=made.opens_at(),
    )
    made.schools_are_told(made.opens_at())

    told = mails(f"election:{election.pk}:extended-")
    assert told.count() == 5
    assert all("The mail server was down." in mail.text for mail in told)


def test_somebody_nominated_by_a_colleague_is_asked():
    election = made.announced()
    one, other = made.members(2)

    nomination = nominating.nominate(
        contest=election.contests.get(),
        nominee=made.head_of(other),
        school=other,
        by=made.head_of(one),
        by_school=one,
        now=made.T0,
    )

    [mail] = mails(f"nomination:{nomination.pk}")
    assert mail.to == made.head_of(other).email
    assert f"/elections/nominations/{nomination.pk}/" in mail.text


def test_the_officer_is_told_when_a_withdrawal_leaves_no_choice(time_machine):
    time_machine.move_to(made.opens_at())
    election = made.voting(candidates=5, primary=1)
    for nomination in made.candidates(election)[1:]:
        nominating.withdraw(nomination=nomination, by=nomination.nominee, now=made.opens_at())

    page = client_of(made.officer()).get(reverse("board:election_detail", args=[election.pk]))

    assert "no more candidates than seats are left" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "who", "state"),
    [
        ("election_detail", made.officer, made.voting),
        ("election_detail", made.officer, made.counted),
        ("election_detail", None, made.declared),
        ("counted", made.officer, made.declared),
        ("candidates", None, made.voting),
    ],
)
def test_no_page_costs_more_than_twenty_questions(name, who, state, time_machine):
    time_machine.move_to(made.opens_at())
    election = state(secondary=1)
    client = client_of(who() if who else None)
    url = reverse(f"board:{name}", args=[election.pk])
    client.get(url)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200

    assert len(asked) <= 20


def test_a_poll_that_is_over_says_so_and_its_box_comes_first(time_machine):
    election = made.voting()
    page = reverse("board:election_detail", args=[election.pk])

    time_machine.move_to(made.opens_at())
    lasting = client_of(made.officer()).get(page)
    time_machine.move_to(made.after())
    over = client_of(made.officer()).get(page)

    assert [lasting.context["progress"].current, over.context["progress"].current] == [3, 4]
    assert "Voting closed" in over.content.decode()
    main = [action.label for action in over.context["actions"] if not action.style]
    assert main == ["Open the box"]
