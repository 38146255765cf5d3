"""What office and clerk do on the pages of the screen and of the panel."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bids.models import Finding
from bids.states import BidState, ScreenItem
from hlp.kit import clock
from members.states import PortalRole
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import cast
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"bids:{name}", args=args)


def html_of(answer):
    return answer.content.decode()


def screened(passes=True):
    sent = {}
    for item in ScreenItem:
        ok = passes or item != ScreenItem.KICK_OFF
        sent |= {f"found_{item}": "pass" if ok else "fail", f"reason_{item}": "" if ok else "None."}
    return sent


@pytest.fixture
def submitted(office):
    bid = made.BidFactory.create(state=BidState.SUBMITTED)
    made.closed(bid.call)
    return bid


def test_the_screen_shows_membership_and_the_bids_own_words(office, submitted):
    html = html_of(client_of(office).get(url("screen_bid", submitted.pk)))

    assert "Member" in html
    for section in submitted.sections.all():
        assert section.text in html


def test_the_screen_is_saved_part_by_part_and_finished(office, submitted):
    client, page = client_of(office), url("screen_bid", submitted.pk)

    client.post(page, {"found_kick_off": "pass"})
    early = client.post(page, {"finish": "yes"})
    done = client.post(page, {**screened(passes=False), "finish": "yes"})

    assert "Say first whether the bid passes on" in html_of(early)
    assert Finding.objects.count() == 6
    assert done.url == url("call_bids", submitted.call.slug)  # type: ignore[attr-defined]
    assert acts.again(submitted).state == BidState.FAILED
    client.post(url("reinstate_bid", submitted.pk), {"because": "It is on page 4."})
    assert acts.again(submitted).state == BidState.PASSED


def test_before_closing_only_which_schools_bid(office):
    call = made.CallFactory.create(state="open", t0=clock.now() - timedelta(days=5))
    bid = made.BidFactory.create(call=call, state=BidState.SUBMITTED, title="Nobody may read it")
    draft = made.BidFactory.create(call=bid.call)

    html = html_of(client_of(office).get(url("call_bids", bid.call.slug)))

    for each in (bid, draft):
        assert each.lead_school.name in html
    assert "Nobody may read it" not in html
    assert client_of(office).get(url("screen_bid", bid.pk)).status_code == 404


def test_the_panel_is_run_from_one_page(office, call, panel, now):
    late = cast.in_partnership("Lara Late", PortalRole.PANEL_ASSESSOR)
    client = client_of(office)

    client.post(url("add_assessor", call.slug), {"user": late.pk})
    asked = call.assessors.get(user=late)
    client.post(url("release_assessor", asked.pk), {"because": "Moved away."})
    client.post(url("remind_assessors", call.slug))

    page = client.get(url("assessors", call.slug))
    html = html_of(page)
    assert [action.label for action in page.context["actions"] if not action.closed] == [
        "Remind those who owe",
        "Ask somebody else to mark",
    ]
    assert "Moved away." in html
    assert "Released" in html
    assert client.get(url("release_assessor", asked.pk)).status_code == 404


def test_the_page_of_the_call_leads_to_where_it_goes_on(office, call, panel):
    page = client_of(office).get(url("office_call", call.slug))

    assert page.context["progress"].current == 4
    assert [action.label for action in page.context["actions"] if not action.style] == [
        "See who still has to mark"
    ]
