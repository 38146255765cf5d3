"""The prospectus: what a head reads before deciding to join. Its words are the prospectus's own."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from board import sitting
from board.states import SeatKind
from hlp.kit import clock
from hlp.kit.access import public
from hlp.pages import joined
from members.commitment import day, in_words
from members.models import MembershipYear, Period
from members.workflow import why_joining_is_closed


@dataclass(frozen=True)
class Milestone:
    """One date of the period as the timeline shows it."""

    on: date
    what: str
    is_past: bool
    is_next: bool = False


# Heads first, because heads read this.
HEADS_FIRST = (
    *(SeatKind.PRIMARY_HEAD, SeatKind.SECONDARY_HEAD, SeatKind.PRIMARY_FORUM, SeatKind.HASH),
    *(SeatKind.SPECIAL, SeatKind.CHAIR, SeatKind.LA, SeatKind.COOPTED),
)


@public
@require_safe
def prospectus(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    period = Period.objects.current(clock.day_of(now))
    page = {"period": period, "seats": seats(now), **(_about(period, now) if period else {})}
    return render(request, "hlp/prospectus.html", page)


def _about(period: Period, now: datetime) -> dict[str, object]:
    years = {year.number: year for year in period.years.all()}
    # Today's members, though sign-up for the next period may have opened.
    running = Period.objects.running(clock.day_of(now)) or period
    phases = joined.by_phase(running)
    return {
        "running": running,
        "joining_next": 0 if running == period else period.memberships.members().count(),
        "fee": in_words(years[1].fee) if 1 in years else "",
        "cap": in_words(years[2].fee_cap) if 2 in years else "",
        "timeline": timeline(period, years, clock.day_of(now)),
        "phases": phases,
        "members": sum(phase.joined for phase in phases),
        "joining": joining_words(period, now),
        "may_join": why_joining_is_closed(period, now) is None,
    }


def seats(now: datetime) -> list[sitting.Place]:
    """The board in office, seat by seat; before there is one, its seats as planned."""
    today = clock.day_of(now)
    period = sitting.board_of(today)
    found = sitting.places(period, today, say_who_leads=False) if period else sitting.planned()
    return sorted(found, key=lambda place: HEADS_FIRST.index(SeatKind(place.seat.kind)))


def timeline(period: Period, years: dict[int, MembershipYear], today: date) -> list[Milestone]:
    """The dates of the period in order; what has no date yet is left out."""
    invoiced = {number: year.invoice_on for number, year in years.items()}
    dates = (
        (period.information_meeting_on, "Information meeting for all schools"),
        (period.signup_closes_on, "Schools sign up by this day"),
        (period.board_first_meets_on, "The partnership board meets for the first time"),
        (invoiced.get(1), "Invoices for year 1"),
        (period.leads_in_place_on, "Independent chair and lead schools in place"),
        (period.support_starts_on, "Support to schools begins"),
        (period.last_join_on, "Last day to join late"),
        (invoiced.get(2), "Invoices for year 2"),
        (period.evaluation_due_on, "The partnership is evaluated"),
        (period.ends_on, "The period ends"),
    )
    known = sorted((on, what) for on, what in dates if on is not None)
    coming = min((on for on, _ in known if on >= today), default=None)
    return [Milestone(on, what, on < today, on == coming) for on, what in known]


def joining_words(period: Period, now: datetime) -> str:
    """What a head needs to know about joining today, in one sentence."""
    if now < clock.start_of_day(period.signup_opens_on):
        return f"Sign-up for {period} opens on {day(period.signup_opens_on)}."
    if now <= period.signup_closes_at:
        return f"Sign up for {period} by {day(period.signup_closes_on)}."
    if now <= period.last_join_at:
        begun = clock.day_of(now) >= period.starts_on
        stands = "has begun" if begun else f"starts on {day(period.starts_on)}"
        return f"{period} {stands}. You can still join until {day(period.last_join_on)}."
    return f"Joining for {period} has closed."
