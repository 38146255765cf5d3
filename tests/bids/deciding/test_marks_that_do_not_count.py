"""Marks of who turns out to be in conflict stay on record, and drop out of every mean."""

from datetime import timedelta
from fractions import Fraction
from itertools import chain, combinations

import pytest
from django.db import transaction
from django.urls import reverse

from bids.models import Bid, Mark
from bids.services import agreeing, declaring_interests, exporting, partnering, quorum, ruling
from bids.states import CriterionKind, InterestKind
from tests.factories import bids as calls
from tests.factories import deciding as made
from tests.factories.members import AffiliationFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

GIVEN = ((0, 1, 2, 3), (5, 4, 3, 2), (2, 2, 5, 5), (4, 4, 4, 4))


@pytest.fixture
def call(db):
    """Four members have marked its one bid, each otherwise, and the panel meets."""
    call = made.marking_call(1, members=4)
    for member, marks in zip(made.board_members(4), GIVEN, strict=True):
        made.give(call.bids.get(), member, marks)
    return made.opened(call)


@pytest.fixture
def bid(call):
    return call.bids.get()


def say(bid, person, kind=InterestKind.DIRECT, details="My sister leads it."):
    return declaring_interests.declare(
        bid=bid, kind=kind, details=details, by=person, now=made.moderated_at(bid.call)
    )


def n_and_mean(bid):
    return [
        (found.n, found.mean)
        for found in (
            agreeing.individual(bid, bid.call.criteria.get(kind=kind), made.moderated_at(bid.call))
            for kind in CriterionKind
        )
    ]


def test_whoever_is_out_each_mean_is_that_of_the_others_and_no_row_changes(call, bid):
    """Of every choice of people, not of some."""
    people = made.board_members(4)
    rows = list(Mark.objects.order_by("pk").values())
    at = made.moderated_at(call)

    for out in chain.from_iterable(combinations(range(4), n) for n in range(5)):
        with transaction.atomic():
            for number in out:
                say(bid, people[number])
            left = [marks for number, marks in enumerate(GIVEN) if number not in out]
            assert n_and_mean(bid) == [
                (len(own), Fraction(sum(own), len(own)) if own else None)
                for own in ([marks[place] for marks in left] for place in range(4))
            ]
            assert quorum.of_bid(bid, at).markers == len(left)
            transaction.set_rollback(True)

    assert list(Mark.objects.order_by("pk").values()) == rows


def test_what_others_might_see_as_an_interest_counts_again_once_the_chair_rules_so(call, bid):
    person = made.board_members(4)[0]
    interest = say(bid, person, InterestKind.PERCEIVED)
    assert [n for n, _ in n_and_mean(bid)] == [3] * 4

    ruling.rule(
        interest=interest,
        stays_out=False,
        because="She left ten years ago.",
        by=made.chair(),
        now=made.moderated_at(call),
    )

    assert [n for n, _ in n_and_mean(bid)] == [4] * 4


def test_also_of_who_takes_a_post_at_a_bidding_school(call, bid):
    AffiliationFactory.create(user=made.board_members(4)[0], school=bid.lead_school)

    assert [n for n, _ in n_and_mean(bid)] == [3] * 4


def test_a_post_taken_after_the_decisions_were_closed_undoes_nothing(call, bid):
    made.agree(bid, (3, 3, 3, 3))
    made.decide(bid)
    made.closed(call)
    later = (made.moderated_at(call) + timedelta(days=60)).date()
    AffiliationFactory.create(user=made.board_members(4)[0], school=bid.lead_school, from_on=later)
    bid = Bid.objects.get(pk=bid.pk)

    assert [n for n, _ in n_and_mean(bid)] == [4] * 4


def test_a_partner_who_comes_later_asks_again_and_until_then_no_mark_counts(call, bid):
    school = calls.member_of(call)
    partnering.change_after_closing(
        bid=bid,
        school=school,
        agreed="Board, item 4",
        by=calls.office(),
        now=made.moderated_at(call),
    )
    bid = Bid.objects.get(pk=bid.pk)
    assert [n for n, _ in n_and_mean(bid)] == [0] * 4

    made.no_interest(bid, made.board_members(4)[3], made.moderated_at(call))

    assert n_and_mean(bid) == [(1, 4)] * 4


def test_the_pages_and_the_table_show_the_mark_and_that_it_does_not_count(call, bid):
    one, two, *_ = made.board_members(4)
    say(bid, one)
    client = client_of(two)

    panel = client.get(reverse("bids:panel", args=[call.slug]))
    [block] = panel.context["blocks"]
    cells = dict(zip(panel.context["people"], block.lines[0].cells, strict=True))
    assert cells[one] == "0, not counted"
    assert (block.lines[0].given.n, block.lines[0].mean) == (3, "3.7")
    page = client.get(reverse("bids:moderate_bid", args=[bid.pk])).content.decode()
    assert page.count("Not counted") == 4
    assert f"{one} has an interest in this bid" in page
    assert "My sister" not in page
    row = dict(zip(exporting.headings(), exporting.table(call=call, by=two)[0], strict=True))
    assert (row["Expertise: marks given"], row["Expertise: lowest"]) == (3, 2)


def test_a_spread_only_a_left_out_mark_made_is_none(call, bid):
    """Of one person alone there is no spread."""
    one, two, three, _ = made.board_members(4)
    url = reverse("bids:panel", args=[call.slug]) + "?show=discuss"
    assert client_of(three).get(url).context["blocks"]

    say(bid, one)
    say(bid, two)
    say(bid, made.board_members(4)[3])

    assert client_of(three).get(url).context["blocks"] == []
