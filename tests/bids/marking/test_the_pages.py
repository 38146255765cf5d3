"""What the pages of screen, interests and marking do with what is typed; and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bids.models import DraftMark, Finding, Interest, Mark, MarkSheet
from bids.states import BidState, CriterionKind, ScreenItem, SheetState
from hlp.kit import clock
from members.states import PortalRole
from tests.bids.marking import acts
from tests.bids.marking.test_marking_a_bid import clarified
from tests.factories import bids as made
from tests.factories import cast, deciding
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"bids:{name}", args=args)


def typed(marks=(3, 3, 3, 3), *, reason="Seen in practice.", seen=1, revision=0, **more):
    """The marking page as a browser sends it."""
    sent = {"seen": str(seen)}
    for kind, mark in zip(CriterionKind, marks, strict=True):
        sent |= {
            f"mark_{kind}": "" if mark is None else str(mark),
            f"reason_{kind}": reason,
            f"evidence_{kind}": "",
            f"revision_{kind}": str(revision),
        }
    return {**sent, **more}


def html_of(answer):
    return answer.content.decode()


# Marking (checks 8, 9, 10, 12)


def test_every_radio_has_its_own_sentence_that_is_read_aloud(clear, bid):
    html = html_of(client_of(clear).get(url("mark_bid", bid.pk)))

    for criterion in bid.call.criteria.all():
        for descriptor in criterion.descriptors.all():
            assert descriptor.sentence in html
    assert html.count('type="radio"') == 24
    assert html.count('-item-hint"') >= 24
    assert "(optional)" in html  # only where in the bid is


def test_a_partial_page_is_saved_as_a_draft(clear, bid):
    answer = client_of(clear).post(
        url("mark_bid", bid.pk), typed((4, None, None, None), reason="", draft="yes")
    )

    assert answer.url == url("marking_progress", bid.call.slug)
    assert DraftMark.objects.get().mark == 4


def test_giving_asks_for_what_is_missing_and_keeps_the_rest(clear, bid):
    client = client_of(clear)

    answer = client.post(url("mark_bid", bid.pk), typed((4, None, 3, 2), give="yes"))

    html = html_of(answer)
    assert "Choose a mark for capacity" in html
    assert DraftMark.objects.count() == 4
    assert not Mark.objects.exists()
    # The page that came back can be sent again: it knows what was saved.
    again = client.post(url("mark_bid", bid.pk), typed((4, 1, 3, 2), give="yes", revision=1))
    assert again.url == url("marking_progress", bid.call.slug)
    assert sorted(Mark.objects.values_list("mark", flat=True)) == [1, 2, 3, 4]


def test_two_windows_show_both_texts(clear, bid, now):
    client = client_of(clear)
    acts.draft(bid, clear, mark=2, reason="From the train.", now=now)

    answer = client.post(url("mark_bid", bid.pk), typed(reason="From my desk.", draft="yes"))

    html = html_of(answer)
    assert "was saved in another window meanwhile" in html
    assert "From the train." in html
    assert "From my desk." in html
    kept = client.post(
        url("mark_bid", bid.pk), typed(reason="From my desk.", draft="yes", revision=1)
    )
    assert kept.status_code == 302
    assert not DraftMark.objects.filter(reason="From the train.").exists()


def test_a_clarification_while_marking_is_shown_before_marks_are_given(clear, bid, office, now):
    client = client_of(clear)
    client.post(url("mark_bid", bid.pk), typed(draft="yes"))
    clarified(bid, office, now)

    answer = client.post(url("mark_bid", bid.pk), typed(give="yes", revision=1))

    html = html_of(answer)
    assert "The bid was clarified while you were marking it" in html
    assert "<ins>" in html
    assert not Mark.objects.exists()
    assert (
        client.post(url("mark_bid", bid.pk), typed(give="yes", revision=1, seen=2)).status_code
        == 302
    )


def test_after_a_clarification_members_see_which_version_they_marked(clear, bid, office, now):
    """Check 12."""
    acts.give(bid, clear, now=now)
    clarified(bid, office, now)

    html = html_of(client_of(clear).get(url("mark_bid", bid.pk)))

    assert "You marked version 1" in html
    assert "<del>" in html
    client_of(clear).post(url("stand_by", bid.pk))
    assert "You marked version" not in html_of(client_of(clear).get(url("mark_bid", bid.pk)))


def test_marks_sent_after_they_were_given_change_nothing(clear, bid, now):
    acts.give(bid, clear, now=now)

    answer = client_of(clear).post(url("mark_bid", bid.pk), typed((5, 5, 5, 5), give="yes"))

    assert "Nothing was saved" in html_of(answer)
    assert set(Mark.objects.values_list("mark", flat=True)) == {3}


def test_a_mark_is_changed_on_its_page(clear, bid, now):
    mark = acts.give(bid, clear, now=now).marks.first()
    client = client_of(clear)

    refused = client.post(url("change_mark", mark.pk), {"to": "5", "reason": "Better."})
    done = client.post(
        url("change_mark", mark.pk), {"to": "5", "reason": "Better.", "because": "I read on."}
    )

    assert "Say why you change the mark" in html_of(refused)
    assert done.url == url("mark_bid", bid.pk)
    assert Mark.objects.get(replaces=mark).mark == 5
    assert client.get(url("change_mark", mark.pk)).status_code == 404


def test_abstaining_and_taking_up_again(clear, bid):
    client = client_of(clear)

    client.post(url("abstain", bid.pk), {"because": "I know too little."})
    assert MarkSheet.objects.get().state == SheetState.ABSTAINED
    assert "not as a mark of 0" in html_of(client.get(url("mark_bid", bid.pk)))

    client.post(url("take_up", bid.pk))
    assert MarkSheet.objects.get().state == SheetState.DRAFT


def test_own_progress_is_counted(clear, bids, now):
    acts.give(bids[0], clear, now=now)

    html = html_of(client_of(clear).get(url("marking_progress", bids[0].call.slug)))

    assert "1 of 2 marked" in html


def test_the_home_page_says_what_waits(panel, bids, now):
    person = panel[0]
    assert "Declare your interests in bids" in html_of(client_of(person).get("/home/"))
    for bid in bids:
        acts.declare(bid, person, now=now)
    assert "Bids to mark" in html_of(client_of(person).get("/home/"))
    for bid in bids:
        acts.give(bid, person, now=now)
    html = html_of(client_of(person).get("/home/"))
    assert "Bids to mark" not in html
    assert "Declare your interests" not in html


# Interests


def test_interests_are_declared_on_one_page(assessor, bids):
    client, page = client_of(assessor), url("declare_interests", bids[0].call.slug)
    sent = {
        f"kind_{bids[0].pk}": "none",
        f"kind_{bids[1].pk}": "perceived",
        **{f"seen_{bid.pk}": bid.line_up for bid in bids},
    }

    refused = client.post(page, sent)
    assert f"Say what your interest in {bids[1].reference} is" in html_of(refused)
    assert not Interest.objects.exists()

    client.post(page, {**sent, f"perceived_{bids[1].pk}": "My sister teaches there."})
    said = Interest.objects.order_by("bid__number").values_list("kind", "details")
    assert list(said) == [("none", ""), ("perceived", "My sister teaches there.")]


def test_what_stands_is_not_said_twice(assessor, bids, now):
    client, page = client_of(assessor), url("declare_interests", bids[0].call.slug)
    for bid in bids:
        acts.declare(bid, assessor, now=now)

    client.post(
        page, {f"kind_{b.pk}": "none" for b in bids} | {f"seen_{b.pk}": b.line_up for b in bids}
    )

    assert Interest.objects.count() == 2


def test_the_chair_rules_on_a_page(chair, bid, assessor, now):
    interest = acts.perceived(bid, assessor, now=now)
    client = client_of(chair)

    page = client.get(url("rulings"))
    answer = client.post(
        url("rule_on_interest", interest.pk), {"stays_out": "out", "because": "Too close."}
    )

    assert assessor.name in html_of(page)
    assert answer.url == url("rulings")
    assert Interest.objects.get().ruling.stays_out
    assert client.get(url("rule_on_interest", interest.pk)).status_code == 404


# The screen


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
    assert done.url == url("call_bids", submitted.call.slug)
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

    html = html_of(client.get(url("assessors", call.slug)))
    assert "Moved away." in html
    assert "Released" in html
    assert client.get(url("release_assessor", asked.pk)).status_code == 404


# What pages cost


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
