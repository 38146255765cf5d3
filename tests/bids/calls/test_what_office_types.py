"""The pages on which a call is set up, from the first form to the open call."""

from datetime import time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from bids.forms.moments import TimeOfDayField
from bids.models import Call, Priority
from bids.states import CallState, CriterionKind
from tests.factories.bids import T0, CallFactory
from tests.factories.members import make_period
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
PRIORITY = {
    "title": "SEND",
    "evidence": "The survey of June 2021.",
    "intended_outcome": "Pupils with SEND make better progress.",
    "baseline": "Four in ten schools ask for help.",
    "decided_on-day": "21",
    "decided_on-month": "3",
    "decided_on-year": "2022",
    "minute_reference": "Item 4",
}
DATES = {
    "opens": ("4", "4", "9am"),
    "questions_close": ("25", "4", "17:00"),
    "closes": ("2", "5", "noon"),
    "marks_due": ("23", "5", "5:30 PM"),
}


def moments(**changes):
    typed = {}
    for name, (day, month, at) in {**DATES, **changes}.items():
        typed |= {
            f"{name}_on-day": day,
            f"{name}_on-month": month,
            f"{name}_on-year": "2022",
            f"{name}_time": at,
        }
    return typed


def criteria(**changes):
    places = {"expertise": 1, "approach": 2, "quality": 3, "capacity": 4}
    typed = {}
    for kind, place in places.items():
        typed |= {
            f"{kind}_weight": "1",
            f"{kind}_threshold": "",
            f"{kind}_tie_rank": str(place),
            f"{kind}_word_limit": "500",
        }
    return {**typed, **changes}


@time_machine.travel(T0, tick=False)
def test_from_a_priority_to_an_open_call(office):
    client = client_of(office)
    year = make_period().years.get(number=1)

    def send(name, typed, **where):
        answer = client.post(reverse(f"bids:{name}", kwargs=where), typed)
        assert answer.status_code == 302, answer.content.decode()

    send("add_priority", {**PRIORITY, "year": year.pk})
    priority = Priority.objects.get()
    send(
        "start_call",
        {"title": "Lead school for SEND", **moments()},
        priority_id=priority.pk,
    )
    call = Call.objects.get()
    slug = {"slug": call.slug}
    send("call_words", {"title": call.title, "guidance": "Write plainly."}, **slug)
    send("call_dates", {**moments(opens=("5", "4", "9:30am")), "grace_minutes": "2"}, **slug)
    decided = {key: PRIORITY[key] for key in PRIORITY if key.startswith(("decided", "minute"))}
    send("call_decision", decided, **slug)
    terms = {
        "funding_ceiling": "£20,000",
        "lead_bids": "1",
        "minimum_panel": "3",
        "overall_threshold": "",
        "spread_flag": "2",
    }
    send("call_terms", terms, **slug)
    send("call_criteria", criteria(expertise_weight="2", expertise_threshold="3"), **slug)
    send("call_sentences", {"is_read": "on"}, **slug)
    send("open_call", {"is_sure": "on"}, **slug)

    call.refresh_from_db()
    assert call.state == CallState.OPEN
    assert (call.guidance, call.grace_minutes) == ("Write plainly.", 2)
    assert call.opens_at.isoformat() == "2022-04-05T08:30:00+00:00"
    assert call.closes_at.isoformat() == "2022-05-02T11:00:00+00:00"
    row = call.criteria.get(kind=CriterionKind.EXPERTISE)
    assert (row.weight, row.threshold, row.word_limit) == (2, 3, 500)


@time_machine.travel(T0, tick=False)
def test_dates_out_of_order_come_back_with_what_was_typed(office):
    call = CallFactory.create()
    url = reverse("bids:call_dates", args=[call.slug])

    answer = client_of(office).post(
        url, {**moments(closes=("1", "4", "3pm")), "grace_minutes": "0"}
    )

    page = answer.content.decode()
    assert "The call must close after it opens." in page
    assert 'value="3pm"' in page
    assert Call.objects.get(pk=call.pk).closes_at == call.closes_at


def test_two_criteria_at_one_place_come_back_with_a_sentence(office):
    call = CallFactory.create()
    url = reverse("bids:call_criteria", args=[call.slug])

    page = client_of(office).post(url, criteria(capacity_tie_rank="1")).content.decode()

    assert "Give each criterion its own place, from 1 to 4." in page


@pytest.mark.parametrize(
    "name", ["call_words", "call_dates", "call_terms", "call_criteria", "open_call"]
)
def test_an_open_call_has_no_page_to_set_it_up(name, office):
    call = CallFactory.create(state=CallState.OPEN)

    url = reverse(f"bids:{name}", args=[call.slug])

    assert client_of(office).get(url).status_code == 404


@time_machine.travel(T0, tick=False)
def test_an_extension_that_is_none_comes_back_with_what_was_typed(office):
    call = CallFactory.create(state=CallState.OPEN)
    typed = {key: value for key, value in moments().items() if key.startswith("closes")}

    answer = client_of(office).post(
        reverse("bids:extend_call", args=[call.slug]), {**typed, "because": "It snows."}
    )

    page = answer.content.decode()
    assert "Choose a moment after midday on 2 May 2022." in page
    assert "It snows." in page


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("noon", time(12)),
        ("12pm", time(12)),
        ("9am", time(9)),
        ("9.30 am", time(9, 30)),
        ("5:30PM", time(17, 30)),
        ("17:30", time(17, 30)),
        ("11:59pm", time(23, 59)),
    ],
)
def test_a_time_is_typed_as_people_write_it(typed, read):
    assert TimeOfDayField().clean(typed) == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("midnight", "Midnight is unclear"),
        ("12am", "Midnight is unclear"),
        ("5", "Enter a time like"),
        ("25:00", "Enter a time like"),
        ("13pm", "Enter a time like"),
        ("9:75", "Enter a time like"),
        ("soon", "Enter a time like"),
    ],
)
def test_a_time_that_could_be_read_in_two_ways_is_asked_for_again(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        TimeOfDayField().clean(typed)
