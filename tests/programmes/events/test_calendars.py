"""Checks 11 and 28: calendars that two independent readers understand, on London's clock."""

from datetime import UTC, date, datetime, timedelta

import ics
import pytest
import recurring_ical_events
from django.urls import reverse
from icalendar import Calendar

from hlp.kit import clock
from programmes import feeds as building
from programmes.models import CalendarToken
from programmes.services import cancelling, events, feeds
from tests.factories import board
from tests.factories import events as made
from tests.factories import programmes as programme_factory
from tests.factories.events import LINK, LONG, NOW

pytestmark = pytest.mark.django_db

# Four o'clock in London, before and after both changes of the clock.
DAYS = [date(2022, 10, 20), date(2022, 11, 3), date(2023, 3, 23), date(2023, 3, 30)]


def at_four(day):
    return datetime(day.year, day.month, day.day, 16, tzinfo=clock.LONDON)


def four_events():
    programme = programme_factory.programme()
    return [
        made.event(programme=programme, title=f"Session {number}", starts_at=at_four(day))
        for number, day in enumerate(DAYS, start=1)
    ]


def feed(*of, **more):
    return building.calendar(of, name="Test", now=NOW, **more)


def entry_of(text):
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    return entry


def soon(**more):
    """An event that pages, which look at the clock, find in the future."""
    now = clock.now()
    return made.event(starts_at=now + timedelta(days=20), now=now, **more)


def test_check_11_the_first_reader_shows_four_o_clock_on_all_four_days():
    text = feed(*four_events())

    for day in DAYS:
        (found,) = recurring_ical_events.of(Calendar.from_ical(text)).at(day)
        assert found.start.astimezone(clock.LONDON) == at_four(day)
        assert (found.start.hour, found.start.utcoffset()) == (16, at_four(day).utcoffset())


def test_check_11_the_second_reader_shows_four_o_clock_on_all_four_days():
    found = sorted(ics.Calendar(feed(*four_events()).decode()).events)

    assert [event.begin.datetime.astimezone(UTC) for event in found] == [
        at_four(day).astimezone(UTC) for day in DAYS
    ]
    assert [event.begin.to("Europe/London").hour for event in found] == [16] * 4


def test_check_11_times_name_london_and_bring_its_rules():
    text = feed(*four_events()).decode()

    assert "DTSTART;TZID=Europe/London:20221020T160000" in text
    assert "DTSTART;TZID=Europe/London:20221103T160000" in text
    assert [text.count(part) for part in ("BEGIN:VTIMEZONE", "X-WR-CALNAME")] == [1, 1]
    assert "BEGIN:DAYLIGHT" in text
    assert "BEGIN:STANDARD" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in text


def test_check_11_a_move_keeps_the_uid_and_raises_the_sequence():
    (event, *_) = four_events()
    before = entry_of(feed(event))

    starts_at = at_four(date(2022, 10, 27))
    moved = events.move(
        event=event,
        starts_at=starts_at,
        ends_at=starts_at + LONG,
        because="The hall is closed.",
        by=made.made.lead(event.programme),
        now=NOW + timedelta(days=1),
    )

    after = entry_of(feed(moved))
    assert (before["UID"], before["SEQUENCE"]) == (after["UID"], after["SEQUENCE"] - 1)
    assert after.start == starts_at
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


def test_check_11_cancelling_keeps_the_uid_and_says_so_in_the_summary():
    (event, *_) = four_events()
    before = entry_of(feed(event))

    lead = made.made.lead(event.programme)
    gone = cancelling.cancel_event(event=event, because="Snow.", by=lead, now=NOW)

    after = entry_of(feed(gone))
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SUMMARY"] == f"Cancelled: {event.title}"
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_check_11_the_link_to_join_is_in_the_personal_feed_and_in_no_other(client):
    event = soon(**made.online())
    place = made.booked(event, now=clock.now())
    secret = feeds.make_address(person=place.person, now=clock.now())

    own = client.get(reverse("programmes:personal_feed", args=[secret])).content.decode()
    public = client.get(reverse("programmes:public_feed")).content.decode()
    single = client.get(reverse("programmes:event_ics", args=[event.pk])).content.decode()

    assert "CONFERENCE;FEATURE=VIDEO;LABEL=Join online;VALUE=URI" in own.replace("\r\n ", "")
    assert LINK in own.replace("\r\n ", "")
    assert LINK not in public + single
    assert event.title in public
    assert event.title in single


def test_check_11_who_waits_has_neither_event_nor_link_in_their_feed(client):
    event = soon(capacity=1, **made.online())
    made.booked(event, school=board.member(event.period), now=clock.now())
    place = made.waiting(event, now=clock.now())
    secret = feeds.make_address(person=place.person, now=clock.now())

    own = client.get(reverse("programmes:personal_feed", args=[secret])).content.decode()

    assert "BEGIN:VEVENT" not in own


def test_check_11_a_cancelled_event_stays_in_the_feed_of_who_had_a_place(client):
    event = soon()
    place = made.booked(event, now=clock.now())
    lead = made.made.lead(event.programme)
    cancelling.cancel_event(event=event, because="Snow.", by=lead, now=clock.now())
    cancelling.call_off(
        event_id=event.pk, said_at=clock.now(), now=clock.now(), progress=lambda done, total: None
    )
    secret = feeds.make_address(person=place.person, now=clock.now())

    own = client.get(reverse("programmes:personal_feed", args=[secret])).content

    assert entry_of(own)["STATUS"] == "CANCELLED"


def test_check_11_the_address_can_be_revoked_and_a_new_one_ends_the_old(client):
    place = made.booked(soon(), now=clock.now())
    first = feeds.make_address(person=place.person, now=NOW)
    second = feeds.make_address(person=place.person, now=NOW)

    def status(secret):
        return client.get(reverse("programmes:personal_feed", args=[secret])).status_code

    assert (status(first), status(second), status("guessed")) == (404, 200, 404)
    assert feeds.revoke_address(person=place.person, now=NOW)
    assert status(second) == 404
    assert not feeds.revoke_address(person=place.person, now=NOW)


def test_check_11_only_a_hash_of_the_address_is_kept():
    place = made.booked(made.event())
    secret = feeds.make_address(person=place.person, now=NOW)

    (kept,) = CalendarToken.objects.values_list("token_hash", flat=True)

    assert secret not in kept
    assert len(kept) == 64


def test_check_11_who_may_no_longer_sign_in_has_no_feed(client):
    place = made.booked(made.event())
    secret = feeds.make_address(person=place.person, now=NOW)
    place.person.is_active = False
    place.person.save()

    assert client.get(reverse("programmes:personal_feed", args=[secret])).status_code == 404


def test_check_11_drafts_are_in_no_public_feed_also_for_who_sees_them(client):
    draft = soon(state="draft")
    client.force_login(made.made.lead(draft.programme))

    assert draft.title not in client.get(reverse("programmes:public_feed")).content.decode()


def test_an_empty_calendar_is_a_calendar():
    assert ics.Calendar(feed().decode()).events == set()


def test_check_28_the_list_of_places_has_stable_columns_and_no_needs(client):
    event = soon()
    place = made.booked(event, now=clock.now())
    from programmes.services import needs  # noqa: PLC0415 - app ready

    needs.say(place=place, dietary="No nuts", access_needs="", by=place.person, now=clock.now())
    client.force_login(made.made.lead(event.programme))

    text = client.get(reverse("programmes:places_csv", args=[event.pk])).content.decode()

    heading, line = text.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("Name,Email,School,URN,LAEstab,State")
    school = place.school
    assert f",{school.pk},{school.la_code}{school.establishment_number}," in line
    assert "nuts" not in text


def test_check_28_a_name_is_no_formula(client):
    event = soon()
    made.booked_by_school(event, ["=1+1"], now=clock.now())
    client.force_login(made.made.lead(event.programme))

    text = client.get(reverse("programmes:places_csv", args=[event.pk])).content.decode()

    assert "\n'=1+1," in text.replace("\r", "")
