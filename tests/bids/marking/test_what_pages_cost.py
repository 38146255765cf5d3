"""Pages of the panel cost the same queries with one bid and assessor as with many, under 20."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import deciding
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"bids:{name}", args=args)


def cost(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_pages_cost_the_same_however_many_bids_and_assessors(office, clerk, chair):
    costs = []
    for bids, members in ((1, 1), (3, 3), (8, 6)):
        call = deciding.marking_call(bids, members=members, title=f"Call {bids}")
        for person in deciding.board_members(members):
            for bid in call.bids.all():
                deciding.no_interest(bid, person, deciding.marked_at(call))
        one, two = client_of(deciding.board_members(1)[0]), client_of(office)
        bid = call.bids.order_by("number")[bids // 2]
        costs.append(
            {
                "progress": cost(one, url("marking_progress", call.slug)),
                "interests": cost(one, url("declare_interests", call.slug)),
                "bid": cost(one, url("mark_bid", bid.pk)),
                "bids": cost(two, url("call_bids", call.slug)),
                "assessors": cost(two, url("assessors", call.slug)),
                "register": cost(two, url("interest_register", call.slug)),
                "screen": cost(two, url("screen_bid", bid.pk)),
            }
        )

    assert costs[1:] == costs[:1] * 2
    assert max(costs[0].values()) <= 20, costs[0]
