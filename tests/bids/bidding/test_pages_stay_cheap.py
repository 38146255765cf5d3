"""Design 11: no page over 20 queries, and none that grows with files, partners or versions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.bids.bidding.test_nobody_else_gets_in import PDF, attach
from tests.bids.bidding.test_people_who_help import invited
from tests.bids.bidding.test_submitting_a_bid import write
from tests.factories.bids import partner, submitted
from tests.factories.members import UserFactory

MOST = 20
PAGES = (
    *("bid_detail", "edit_details", "edit_section", "partner_list", "editor_list"),
    *("preview", "submit_bid", "receipt"),
)


def queries(client, bid):
    counts = {}
    for name in PAGES:
        args = [bid.pk, "expertise"] if name == "edit_section" else [bid.pk]
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(reverse(f"bids:{name}", args=args)).status_code == 200
        counts[name] = len(caught)
    return counts


def grow(bid, now, number):
    partner(bid)
    attach(bid, now, f"File {number}", PDF + f"{number} %%EOF".encode())
    invited(bid, UserFactory.create(), "view", now)
    write(bid, "approach", f"Plan {number}", now=now)
    submitted(bid, now=now)


@pytest.mark.usefixtures("on_monday")
def test_pages_of_a_bid_cost_the_same_however_much_is_in_it(client, bid, lead, monday):
    client.force_login(lead)
    client.get(reverse("bids:bid_list"))  # the first page of a session writes the session
    grow(bid, monday, 1)
    write(bid, "capacity", "Unsent", now=monday)
    few = queries(client, bid)
    for number in range(2, 5):
        grow(bid, monday + timedelta(minutes=number), number)
    write(bid, "capacity", "Unsent again", now=monday + timedelta(hours=1))

    many = queries(client, bid)

    assert many == few
    assert {name: count for name, count in many.items() if count > MOST} == {}
