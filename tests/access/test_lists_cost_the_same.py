"""A list costs the same number of queries with 1, 3 and 100 rows, and never more than 20."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.urls import LISTS, PAGES
from tests.factories.sessions import client_of

MOST = 20


def queries_of(row, world):
    """How many queries the page costs its reader; the first visit warms what is kept."""
    client = client_of(world.people.get(row.seen_by))
    url = reverse(row.name) + row.query
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("row", LISTS, ids=lambda row: f"{row.name}{row.query}")
def test_a_list_costs_the_same_at_1_3_and_100_rows(row, world):
    costs = []
    for more in (1, 2, 97):
        row.add(world, more)
        costs.append(queries_of(row, world))

    assert costs == [costs[0]] * 3
    assert costs[0] <= MOST


# Of one bid each, and measured with it in tests/bids/bidding/test_pages_stay_cheap.py.
WITH_THEIR_BID = {"bids:partner_list", "bids:editor_list"}


def test_every_list_page_is_measured():
    lists = {page.name for page in PAGES if page.name.endswith(("_list", "_queue"))}

    assert lists - {row.name for row in LISTS} == WITH_THEIR_BID
