"""Registers and certificates, as their services bring them about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from hlp.kit import clock
from members.models import User
from programmes.models import Certificate, Event, Place, Register
from programmes.services import certifying, registering
from programmes.states import Mark, MarkSource
from tests.factories import events, programmes


def organiser(of: Event) -> User:
    return programmes.lead(of.programme) if of.programme else programmes.office()


def happening(people: int = 0, *, now: datetime | None = None, **more: Any) -> Event:
    """It began ten minutes ago; booked before that."""
    starts_at = (now or clock.now()) - timedelta(minutes=10)
    before = starts_at - timedelta(days=20)
    row = events.event(starts_at=starts_at, now=before, **more)
    for _ in range(people):
        events.booked(row, now=before)
    return row


def opened(of: Event, *, now: datetime | None = None) -> Register:
    return registering.open_register(
        event=of, on=of.days[0], by=organiser(of), now=now or of.starts_at
    )


def registered(of: Event, marks: Mapping[Place, Mark], *, now: datetime | None = None) -> Register:
    """The register of the first day, with these marks."""
    register = opened(of, now=now)
    for place, mark in marks.items():
        see(register, place, mark, now=now)
    return register


def see(register: Register, place: Place, mark: Mark, *, now: datetime | None = None) -> None:
    registering.mark(
        line=registering.line_of(register, place.pk),
        mark=mark,
        source=MarkSource.REGISTER,
        by=organiser(register.event),
        now=now or register.event.starts_at,
        nonce=uuid4(),
    )


def certified(place: Place, *, now: datetime | None = None) -> Certificate:
    """Of somebody who was there from beginning to end."""
    event = place.event
    registered(event, {place: Mark.PRESENT})
    return certifying.issue(place=place, by=organiser(event), now=now or event.ends_at)
