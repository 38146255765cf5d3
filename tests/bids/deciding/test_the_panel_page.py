"""The panel's pages: spread flagged, who is out named, the same price for any number (15, 25)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bids.services import declaring_interests
from bids.states import CallState, InterestKind
from members.states import PortalRole
from tests.factories import cast, panels
from tests.factories import deciding as made
from tests.factories.bids import CallFactory
from tests.factories.members import SchoolFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
MOST = 20


def queries(client, url):
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_100_bids_by_10_assessors_cost_the_queries_of_3_by_3():
    call = panels.moderating(CallFactory.create(state=CallState.CLOSED))
    people = [cast.in_partnership(f"Member {n}", PortalRole.BOARD_MEMBER) for n in range(10)]
    clients = {"member": client_of(people[0]), "clerk": client_of(made.clerk())}
    pages = [
        ("member", reverse("bids:panel", args=[call.slug])),
        ("member", reverse("bids:panel", args=[call.slug]) + "?show=discuss"),
        ("member", reverse("bids:ranking", args=[call.slug])),
        ("clerk", reverse("bids:letters_of_call", args=[call.slug])),
    ]

    panels.grow(call, SchoolFactory.create_batch(3), people[:3])
    few = [queries(clients[who], url) for who, url in pages]
    panels.grow(call, SchoolFactory.create_batch(97), people)
    many = [queries(clients[who], url) for who, url in pages]

    assert many == few
    assert max(many) < MOST


def test_15_a_spread_of_two_puts_the_bid_up_for_discussion_and_names_the_criterion():
    call = made.marking_call(2, members=3)
    one, two = call.bids.order_by("number")
    for bid, approaches in ((one, (2, 3, 4)), (two, (3, 3, 4))):
        for member, approach in zip(made.board_members(3), approaches, strict=True):
            made.give(bid, member, (3, 3, approach, 3))
    made.opened(call)
    client = client_of(made.board_members(1)[0])
    url = reverse("bids:panel", args=[call.slug])

    [first, second] = client.get(url).context["blocks"]
    assert (first.bid, first.to_discuss) == (one, ["Approach"])
    assert (second.bid, second.to_discuss) == (two, [])
    assert [block.bid for block in client.get(url + "?show=discuss").context["blocks"]] == [one]


def test_25_abstained_not_marked_and_nought_are_three_things_in_the_table():
    call = made.marking_call(1, members=4)
    bid = call.bids.get()
    one, two, three, four = made.board_members(4)
    made.give(bid, one, (0, 3, 3, 3))
    made.give(bid, two, (4, 3, 3, 3))
    made.give(bid, three, None)
    declaring_interests.declare(
        bid=bid, kind=InterestKind.DIRECT, details="Kin.", by=four, now=made.marked_at(call)
    )
    made.opened(call)

    page = client_of(one).get(reverse("bids:panel", args=[call.slug]))

    [block] = page.context["blocks"]
    cells = dict(zip(page.context["people"], block.lines[0].cells, strict=True))
    assert cells == {one: "0", two: "4", three: "abstained", four: "out"}
    assert (block.lines[0].given.n, block.lines[0].mean) == (2, "2.0")


def test_a_conflicted_member_sees_of_that_bid_only_that_it_is_not_shown():
    call = made.marking_call(2, members=4)
    one, two = call.bids.order_by("number")
    *three, conflicted = made.board_members(4)
    for member in three:
        for bid in (one, two):
            made.give(bid, member, (3, 3, 3, 3))
    made.give(two, conflicted, (4, 4, 4, 4))
    declaring_interests.declare(
        bid=one, kind=InterestKind.DIRECT, details="Kin.", by=conflicted, now=made.marked_at(call)
    )
    made.opened(call)
    client = client_of(conflicted)

    for name in ("bids:panel", "bids:ranking"):
        page = client.get(reverse(name, args=[call.slug]))
        assert page.context["left_out"] == [one]
    assert client.get(reverse("bids:moderate_bid", args=[one.pk])).status_code == 404
    assert client.get(reverse("bids:letter", args=[one.pk])).status_code == 404
    assert client.get(reverse("bids:moderate_bid", args=[two.pk])).status_code == 200


def test_nothing_of_the_panel_is_there_before_moderation_opens():
    call = made.marking_call(1, members=3)
    client = client_of(made.board_members(1)[0])

    for name in ("bids:panel", "bids:ranking", "bids:letters_of_call", "bids:ranking_csv"):
        assert client.get(reverse(name, args=[call.slug])).status_code == 404
    bid = call.bids.get()
    assert client.get(reverse("bids:moderate_bid", args=[bid.pk])).status_code == 404


def test_the_whole_way_from_opening_to_publishing_by_the_pages():
    """Every form and button once, as clerk, member and chair press them."""
    call = made.marking_call(1, members=3)
    bid = call.bids.get()
    for member in made.board_members(3):
        made.give(bid, member, (4, 4, 4, 4))
    member, chair = client_of(made.board_members(1)[0]), client_of(made.chair())  # type: ignore[assignment]

    def post(client, name, args, data=None):
        answer = client.post(reverse(f"bids:{name}", args=args), data or {})
        form = answer.context and answer.context.get("form")
        assert answer.status_code == 302, form and form.errors
        return answer

    post(member, "open_moderation", [call.slug])
    day = {"held_on-day": "6", "held_on-month": "6", "held_on-year": "2022"}
    post(member, "begin_moderation", [bid.pk], day)
    there = [str(person.pk) for person in made.board_members(3)]
    post(member, "presence", [bid.pk], {"present": there})
    for kind in ("expertise", "capacity", "approach", "quality"):
        said = {"mark": "4", "reason": "Seen.", "for_a_higher_mark": "More."}
        post(member, "agree_mark", [bid.pk, kind], said)
    post(member, "finish_moderation", [bid.pk], {"notes": "Short."})
    decision = {
        "outcome": "selected",
        "agreed_sum": "18,000",
        "amount_1": "18000",
        "due_1-day": "1",
        "due_1-month": "9",
        "due_1-year": "2022",
        "public_reason": "It met the criteria.",
        "decided_on-day": "6",
        "decided_on-month": "6",
        "decided_on-year": "2022",
        "minute_reference": "Board 6 June 2022, item 3",
    }
    post(member, "decide_bid", [bid.pk], decision)
    post(member, "close_decisions", [call.slug])
    words = {"opening": "Dear colleagues,", "closing": "Yours sincerely,"}
    post(client_of(made.clerk()), "edit_letter", [bid.pk], words)
    assert chair.get(reverse("bids:publish_call", args=[call.slug])).status_code == 200
    post(chair, "publish_call", [call.slug])

    bid.refresh_from_db()
    assert bid.award.agreed_sum == 18000
    assert bid.letter.content["opening"] == "Dear colleagues,"
