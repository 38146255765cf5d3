"""Checks 5 and 26: others' marks are hidden everywhere until moderation opens."""

import pytest
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from bids.models import AgreedMark, DraftMark, Mark, MarkSheet
from bids.services import marking
from tests.bids.marking import acts
from tests.bids.marking.walking import of_a_bid, of_a_call, text_of
from tests.factories import deciding
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

REASON = "Nobody but me may read this yet."


@pytest.fixture
def others(bid, rival, panel, now):
    """Two have marked, with a reason that would be recognised."""
    for person in panel[1:]:
        for each in (bid, rival):
            acts.declare(each, person, now=now)
            for kind in deciding.CriterionKind:
                acts.draft(each, person, kind, reason=REASON, mark=5, now=now)
    marking.submit(bid=bid, by=panel[1], now=now)
    return MarkSheet.objects.get(bid=bid, assessor=panel[1])


def pages_seen_by(user, bid):
    client = client_of(acts.fresh(user))
    plain = {"pk", "bid_id", "kind"}
    urls = [
        reverse(f"bids:{name}", kwargs={p: "approach" if p == "kind" else bid.pk for p in parts})
        for name, parts in of_a_bid()
        if parts <= plain
    ]
    urls += [reverse(f"bids:{name}", kwargs={"slug": bid.call.slug}) for name, _ in of_a_call()]
    for url in [*urls, "/home/"]:
        yield url, text_of(client.get(url))


def peeked(user, bid):
    return [url for url, text in pages_seen_by(user, bid) if REASON in text]


def test_who_has_not_marked_sees_nobody_elses(others, clear, bid):
    assert peeked(clear, bid) == []
    assert not clear.has_perm("bids.view_marksheet", others)
    assert list(MarkSheet.objects.visible_to(clear)) == []


@pytest.mark.parametrize("how", ["saves a draft", "abstains", "gives marks"])
def test_neither_draft_nor_abstaining_nor_marking_reveals(how, others, clear, bid, now):
    if how == "abstains":
        marking.abstain(bid=bid, because="x", by=clear, now=now)
    elif how == "gives marks":
        acts.give(bid, clear, now=now)
    else:
        acts.draft(bid, clear, now=now)

    assert peeked(clear, bid) == []
    assert {sheet.assessor for sheet in MarkSheet.objects.visible_to(clear)} == {clear}


@pytest.mark.parametrize("who", ["office", "clerk", "chair"])
def test_office_clerk_and_chair_see_no_marks_before_moderation(who, others, bid, request):
    user = request.getfixturevalue(who)

    assert peeked(user, bid) == []
    assert not user.has_perm("bids.view_marksheet", others)


def test_the_order_of_the_next_bid_is_all_that_follows_from_others(others, clear, bid, rival):
    client = client_of(clear)

    answer = client.get(reverse("bids:next_bid", args=[bid.call.slug]))

    # The rival has no mark yet, and so comes first; the page says nothing of why.
    assert answer.url == reverse("bids:mark_bid", args=[rival.pk])  # type: ignore[attr-defined]


def test_the_log_holds_no_mark(others):
    models = [ContentType.objects.get_for_model(model) for model in (Mark, DraftMark)]
    for entry in LogEntry.objects.filter(content_type__in=models):
        assert not set(entry.changes or {}) & {"mark", "reason", "descriptor", "evidence"}
        assert REASON not in str(entry.changes)


def test_the_log_holds_no_agreed_mark(db):
    deciding.agreed_call()

    entries = LogEntry.objects.get_for_model(AgreedMark)
    assert entries.exists()
    for entry in entries:
        assert not set(entry.changes or {}) & {"mark", "reason", "descriptor", "lowest", "highest"}


def test_once_moderation_opens_marks_are_shown_and_locked(db):
    call = deciding.moderating_call([(3, 3, 3, 3)])
    sheet = MarkSheet.objects.filter(bid__call=call).first()
    other = next(row.user for row in call.assessors.all() if row.user != sheet.assessor)

    assert acts.fresh(other).has_perm("bids.view_marksheet", sheet)
    page = client_of(acts.fresh(sheet.assessor)).get(reverse("bids:mark_bid", args=[sheet.bid_id]))
    assert "Change" not in page.content.decode().split("<main")[1]
