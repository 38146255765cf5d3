"""What the pages of screen, interests and marking do with what is typed."""

import pytest
from django.urls import reverse

from bids.models import DraftMark, Interest, Mark, MarkSheet
from bids.states import CriterionKind, SheetState
from tests.bids.marking import acts
from tests.bids.marking.test_marking_a_bid import clarified
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

    assert answer.url == url("marking_progress", bid.call.slug)  # type: ignore[attr-defined]
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
    assert again.url == url("marking_progress", bid.call.slug)  # type: ignore[attr-defined]
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
    assert done.url == url("mark_bid", bid.pk)  # type: ignore[attr-defined]
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
    assert answer.url == url("rulings")  # type: ignore[attr-defined]
    assert Interest.objects.get().ruling.stays_out
    assert client.get(url("rule_on_interest", interest.pk)).status_code == 404
