"""An event of several days in a row: one booking, a register of each day, the hours of all."""

from datetime import date, datetime, timedelta

import pytest
import recurring_ical_events
from django.urls import reverse
from icalendar import Calendar

from hlp.kit import clock
from programmes import documents, feeds
from programmes.models import Event
from programmes.services import certifying, events, registering
from programmes.states import Mark
from tests.factories import events as made
from tests.factories import programmes, registers
from tests.factories.events import NOW
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

# Clocks go back on the Sunday between; nine to three on each day.
DAYS = [date(2022, 10, 29), date(2022, 10, 30), date(2022, 10, 31)]


def at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.LONDON)


def three_days(**more):
    return made.event(starts_at=at(DAYS[0], 9), ends_at=at(DAYS[-1], 15), **more)


def test_it_is_planned_on_the_page_by_its_first_and_last_day(time_machine):
    time_machine.move_to(NOW)
    programme = programmes.programme()
    client = client_of(programmes.lead(programme))
    url = f"{reverse('programmes:new_event')}?programme={programme.pk}"
    typed = {
        **{"title": "Leading a subject", "kind": "cpd", "audience": "members"},
        **{"on-day": "29", "on-month": "10", "on-year": "2022", "starts": "9am", "ends": "3pm"},
        **{"mode": "in_person", "venue": "Oak Wood School"},
    }

    refused = client.post(
        url, {**typed, "until-day": "28", "until-month": "10", "until-year": "2022"}
    )
    too_long = client.post(
        url, {**typed, "until-day": "9", "until-month": "11", "until-year": "2022"}
    )
    client.post(url, {**typed, "until-day": "31", "until-month": "10", "until-year": "2022"})

    assert "must not come before the first" in refused.content.decode()
    assert "a week at most" in too_long.content.decode()
    event = Event.objects.get()
    assert event.days == DAYS
    assert (
        event.when == "Saturday 29 October 2022, 9am to 3pm each day until Monday 31 October 2022"
    )
    shown = client.get(reverse("programmes:edit_event", args=[event.pk])).context["form"]
    assert shown.initial["until"] == DAYS[-1]


def test_a_calendar_shows_the_hours_of_each_day_and_no_night():
    text = feeds.calendar([three_days()], name="Test", now=NOW)

    for day in DAYS:
        (found,) = recurring_ical_events.of(Calendar.from_ical(text)).at(day)
        assert (found.start, found.end) == (at(day, 9), at(day, 15))
    week = recurring_ical_events.of(Calendar.from_ical(text)).between(DAYS[0], date(2022, 11, 6))
    assert len(list(week)) == 3


def test_the_certificate_is_for_all_days_with_the_hours_of_each():
    event = three_days()
    place, other = made.booked(event), made.booked(event)
    by = registers.organiser(event)
    for day in DAYS:
        register = registering.open_register(event=event, on=day, by=by, now=at(DAYS[0], 9))
        registers.see(register, place, Mark.PRESENT, now=at(day, 9))
        if day != DAYS[1]:
            registers.see(register, other, Mark.PRESENT, now=at(day, 9))

    certificate = certifying.issue(place=place, by=by, now=event.ends_at)

    assert (certificate.on, certificate.minutes) == (DAYS[0], 3 * 6 * 60)
    assert certificate.dates == "29 October 2022 to 31 October 2022"
    assert documents.in_hours(certificate.minutes) == "18 hours"
    with pytest.raises(certifying.NotEarned, match="beginning to end"):
        certifying.issue(place=other, by=by, now=event.ends_at)


def test_a_night_is_one_day_and_never_less_than_nothing():
    evening = made.event(starts_at=at(DAYS[0], 22), ends_at=at(DAYS[0], 22) + timedelta(hours=4))

    assert evening.days == DAYS[:1]
    assert evening.a_day == timedelta(hours=4)


def test_more_than_a_week_is_several_events():
    with pytest.raises(events.WrongEvent, match="a week at most"):
        made.event(starts_at=at(DAYS[0], 9), ends_at=at(date(2022, 11, 8), 15))
