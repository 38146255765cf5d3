"""The two programmes with their events: held, recorded afterwards, coming."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hlp.demo.programmes import people, school_year
from hlp.kit import clock, working_days
from members.models import Period, School, User
from members.states import SchoolRole
from programmes.models import Event, HalfTerm, Programme
from programmes.services import booking, events, opening, planning, sharing, surveying
from programmes.services.booking import Booking
from programmes.states import Audience, EventKind, Mechanism, Mode, ResourceAudience

Cast = dict[str, User]
K, M, T, P = Mechanism
ABOUT = {
    "Curriculum and subject leadership": (
        "Subject leaders of all schools plan one sequence of lessons together, teach it, and look"
        " at what pupils remember.\n\nTwilight sessions in clusters and an action learning set;"
        " what we make is shared in the library.",
        "Pupils know more and remember more, in every subject.",
    ),
    "SEND in every classroom": (
        "Small changes to everyday teaching that help pupils with special educational needs, tried"
        " out between sessions and brought back.\n\nOpen to teachers and teaching assistants.",
        "Pupils with special educational needs make better progress in ordinary lessons.",
    ),
}


@dataclass(frozen=True)
class Delivered:
    """A programme, who plans it, and the member schools it may count on."""

    programme: Programme
    lead: User
    members: list[School]


def deliver(period: Period, cast: Cast, now: datetime) -> tuple[Delivered, Delivered]:
    before, last = school_year.last_two(now)
    members = list(School.objects.members_of(period).order_by("urn"))
    own = cast["head.primary"].affiliations.get().school
    other = _with_a_head([school for school in members if school != own])
    titles = list(ABOUT)
    first = _open(period, titles[0], [own, other], cast["head.primary"], members, before, cast, now)
    second = _open(period, titles[1], [other], _head(other), members, before, cast, now)
    _first(first, before, last, now)
    _second(second, before, now)
    surveying.follow_the_clock(now=now)
    return first, second


def _open(
    period: Period,
    title: str,
    leads: list[School],
    lead: User,
    members: list[School],
    before: HalfTerm,
    cast: Cast,
    now: datetime,
) -> Delivered:
    about, outcome = ABOUT[title]
    at = clock.start_of_day(before.from_on) - timedelta(days=20)
    made = opening.open_programme(
        period=period,
        title=title,
        about=about,
        outcome=outcome,
        from_on=before.from_on,
        to_on=before.from_on + timedelta(days=364),
        lead_schools=leads,
        by=cast["office"],
        now=at,
    )
    opening.show_programme(programme=made, by=lead, now=at)
    planning.renew_commitments(programme=made, by=lead, now=at)
    return Delivered(made, lead, members)


def _first(of: Delivered, before: HalfTerm, last: HalfTerm, now: datetime) -> None:
    everybody = of.members[: len(of.members) * 2 // 3]
    others = list(School.objects.eligible_for(of.programme.period).order_by("-urn")[:4])
    kick_off = _event(
        of,
        EventKind.KICK_OFF,
        "Kick-off: what do our pupils remember?",
        before.from_on + timedelta(days=15),
        audience=Audience.ALL_SCHOOLS,
        mechanisms=[K, M],
    )
    people.took_part(kick_off, [*everybody, *others], of.lead, now)
    speaker = _event(
        of,
        EventKind.SPEAKER,
        "Sequencing a curriculum, with Dr Miriam Vale",
        last.from_on + timedelta(days=16),
        mechanisms=[K, T],
        speaker="Dr Miriam Vale",
        organisation="University of the Chilterns",
        is_outside_hillingdon=True,
        expertise_evidence="EEF guidance on effective professional development, 2021",
    )
    people.took_part(speaker, everybody[::2], of.lead, now)
    _share(of, kick_off, now)
    _coming(of, EventKind.CPD, "Planning one unit together", 12, now, mechanisms=[T, P])
    _coming(
        of,
        EventKind.LEARNING_EVENT,
        "What we have learned: a day for all schools",
        150,
        now,
        audience=Audience.ALL_SCHOOLS,
    )


def _second(of: Delivered, before: HalfTerm, now: datetime) -> None:
    """Nothing was held in the half-term after the kick-off: that one is missed."""
    some = of.members[1 : len(of.members) // 2]
    kick_off = _event(
        of,
        EventKind.KICK_OFF,
        "Kick-off: what helps in ordinary lessons?",
        before.from_on + timedelta(days=22),
        mechanisms=[K],
    )
    people.took_part(kick_off, some, of.lead, now)
    visit_on = working_days.brought_forward(before.to_on - timedelta(days=3))
    starts_at = _four(visit_on)
    events.record(
        programme=of.programme,
        period=of.programme.period,
        fields=_fields(EventKind.CPD, "A morning in a resourced provision", starts_at),
        presences=dict.fromkeys(some[:3], 2),
        evidence="List of those who came, kept by the host school, with its notes of the morning.",
        by=of.lead,
        now=now,
    )
    session = _coming(
        of, EventKind.CPD, "Working memory: less on the page", 9, now, capacity=4, per_school=3
    )
    _queue(session, of.members, now)


def _event(of: Delivered, kind: EventKind, title: str, on: date, **more: Any) -> Event:
    """At four o'clock on that day or the working day before; published three weeks ahead."""
    starts_at = _four(working_days.brought_forward(on))
    ahead = starts_at - timedelta(days=21)
    made = events.create(
        programme=of.programme,
        period=of.programme.period,
        fields=_fields(kind, title, starts_at, **more),
        by=of.lead,
        now=ahead,
    )
    published = events.publish(event=made, by=of.lead, now=ahead)
    surveying.attach_feedback(event=published, by=of.lead, now=ahead)
    return published


def _coming(
    of: Delivered, kind: EventKind, title: str, days: int, now: datetime, **more: Any
) -> Event:
    return _event(of, kind, title, clock.day_of(now) + timedelta(days=days), **more)


def _fields(kind: EventKind, title: str, starts_at: datetime, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "summary": "",
        "audience": Audience.MEMBERS,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "mode": Mode.IN_PERSON,
        "venue": "The hall of the lead school",
        **more,
    }


def _queue(event: Event, members: list[School], now: datetime) -> None:
    """Three schools book two each: the last two people wait."""
    booked = 0
    for school in members:
        if booked == 3 or not _heads(school).exists():
            continue
        names = people.names_of(school, 2)
        booking.book(
            event=event,
            people=[Booking(name=name, email=email) for name, email in names],
            school=school,
            by=_head(school),
            now=now - timedelta(days=3 - booked),
        )
        booked += 1


def _share(of: Delivered, kick_off: Event, now: datetime) -> None:
    at = kick_off.ends_at + timedelta(days=2)
    for title, link, audience in (
        (
            "What pupils remember: questions to ask",
            "https://leap.hillingdon.gov.uk/curriculum/questions",
            ResourceAudience.PUBLIC,
        ),
        (
            "A unit of history, week by week",
            "https://leap.hillingdon.gov.uk/curriculum/history-unit",
            ResourceAudience.MEMBERS,
        ),
    ):
        sharing.share(
            period=of.programme.period,
            programme=of.programme,
            event=kick_off,
            title=title,
            link=link,
            audience=audience,
            tags=["curriculum"],
            by=of.lead,
            now=min(at, now),
        )


def _four(day: date) -> datetime:
    return clock.start_of_day(day).replace(hour=16)


def _with_a_head(schools: list[School]) -> School:
    return next(school for school in schools if _heads(school).exists())


def _heads(school: School) -> Any:
    return school.affiliations.filter(role=SchoolRole.HEADTEACHER, to_on=None)


def _head(school: School) -> User:
    return _heads(school).select_related("user").order_by("pk")[0].user
