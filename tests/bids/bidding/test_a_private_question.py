"""Check 14, the private part: a question to one bidder opens named sections and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bids import content
from bids.services import clarifying
from bids.states import BidState
from hlp.kit.models import OutboxMessage
from tests.factories import deciding
from tests.factories.bids import BidFactory, after, head_of, office


@pytest.fixture
def passed(call):
    bid = BidFactory.create(call=call, state=BidState.PASSED)
    bid.refresh_from_db()
    return bid


@pytest.fixture
def now(call):
    return after(call) + timedelta(days=1)


@pytest.fixture
def asked(passed, now):
    return clarifying.ask(
        bid=passed,
        question="Who leads the sessions in the spring?",
        sections=["capacity"],
        due_at=now + timedelta(days=3),
        by=office(),
        now=now,
    )


def answer(asked, now, **texts):
    texts = texts or {"capacity": "Two assistant heads, in turn."}
    by = head_of(asked.bid.lead_school)
    return clarifying.answer(clarification=asked, texts=texts, by=by, now=now)


def test_14_a_private_one_changes_only_named_fields_and_says_why(asked, passed, now):
    before = content.last(passed)

    version = answer(asked, now + timedelta(days=1))

    assert version.number == before.number + 1
    assert version.because == f"Answer to the question of {now:%-d %B %Y}"
    changed = {
        kind
        for kind in version.content["sections"]
        if version.content["sections"][kind] != before.content["sections"][kind]
    }
    assert changed == {"capacity"}
    rest = {key: value for key, value in version.content.items() if key != "sections"}
    assert rest == {key: value for key, value in before.content.items() if key != "sections"}
    asked.refresh_from_db()
    assert asked.version == version


def test_14_no_other_section_is_open(asked, passed, now):
    with pytest.raises(clarifying.CannotAnswer, match="Only the sections"):
        answer(asked, now, capacity="New", approach="Better now")

    assert passed.versions.count() == 1


def test_14_the_question_is_put_to_this_bidder_alone(asked, passed, call):
    mails = OutboxMessage.objects.filter(key__startswith=f"clarification:{asked.pk}:")

    assert [mail.to for mail in mails] == [head_of(passed.lead_school).email]


def test_14_it_is_dated(asked, passed, now):
    late = asked.due_at + timedelta(seconds=1)

    with pytest.raises(clarifying.CannotAnswer, match="could be answered until"):
        answer(asked, late)
    clarifying.give_more_time(
        clarification=asked, due_at=late + timedelta(days=1), by=office(), now=late
    )

    assert answer(asked, late).number == 2


def test_14_it_is_answered_once_and_one_question_is_open_at_a_time(asked, passed, now):
    with pytest.raises(clarifying.CannotAsk, match="without an answer"):
        clarifying.ask(
            bid=passed,
            question="And the summer?",
            sections=["capacity"],
            due_at=now + timedelta(days=2),
            by=office(),
            now=now,
        )
    answer(asked, now)

    with pytest.raises(clarifying.CannotAnswer, match="answered already"):
        answer(asked, now)


def test_14_an_answer_without_a_change_is_none(asked, now):
    same = clarifying.submitted_texts(asked)

    with pytest.raises(clarifying.CannotAnswer, match="Nothing has been changed"):
        answer(asked, now, **same)


def test_14_the_page_shows_only_the_named_sections_and_is_the_bidders_own(
    client, asked, passed, now, other_head
):
    url = reverse("bids:clarify", args=[asked.pk])
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        client.force_login(other_head)
        assert client.get(url).status_code == 404
        client.force_login(head_of(passed.lead_school))
        text = client.get(url).content.decode()
        sent = client.post(url, {"capacity": "Three leaders.", "approach": "Smuggled in."})

    assert "Who leads the sessions in the spring?" in text
    assert (text.count("<textarea"), 'name="capacity"' in text) == (1, True)
    assert sent.url == reverse("bids:receipt", args=[passed.pk])
    last = content.last(passed)
    assert last.content["sections"]["capacity"]["text"] == "Three leaders."
    assert "Smuggled" not in last.content["sections"]["approach"]["text"]


def test_an_answer_keeps_to_the_limits_of_the_call(asked, passed, now):
    with pytest.raises(clarifying.CannotAnswer, match=r"751 words\. Shorten it to 750"):
        answer(asked, now, capacity="word " * 751)

    assert passed.versions.count() == 1


def test_the_office_gives_more_time_and_the_bidders_are_told(client, asked, passed, now):
    later = asked.due_at + timedelta(days=2)
    url = reverse("bids:give_more_time", args=[asked.pk])
    typed = {
        **{f"due_on-{part}": getattr(later, part) for part in ("day", "month", "year")},
        "due_time": "5pm",
    }
    with time_machine.travel(now + timedelta(days=4), tick=False):
        client.force_login(head_of(passed.lead_school))
        assert client.get(url).status_code == 404
        client.force_login(office())
        screen = client.get(reverse("bids:screen_bid", args=[passed.pk])).content.decode()
        early = client.post(url, {**typed, "due_on-day": now.day})
        done = client.post(url, typed)

    assert url in screen
    assert "Choose a moment after" in early.content.decode()
    assert done.url == reverse("bids:screen_bid", args=[passed.pk])
    asked.refresh_from_db()
    assert asked.due_at.date() == later.date()
    assert OutboxMessage.objects.filter(key__startswith=f"clarification:{asked.pk}:").count() == 2


@pytest.mark.django_db
def test_no_time_is_given_once_decisions_are_closed():
    call = deciding.marking_call(1)
    bid, now = call.bids.get(), deciding.marked_at(call)
    asked = clarifying.ask(
        bid=bid,
        question="Who leads the sessions in the spring?",
        sections=["capacity"],
        due_at=now + timedelta(days=1),
        by=office(),
        now=now,
    )
    for member in deciding.board_members(3):
        deciding.give(bid, member, (3, 3, 3, 3))
    deciding.opened(call)
    deciding.agree(bid, (3, 3, 3, 3))
    deciding.decide(bid)
    later = deciding.closed(call).closes_at + timedelta(days=30)

    with pytest.raises(clarifying.CannotAsk, match="nothing to clarify"):
        clarifying.give_more_time(clarification=asked, due_at=later, by=office(), now=now)
