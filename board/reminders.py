"""What the board reminds of: terms that run out, polls in which a school has not voted."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from board import roll
from board.emails.elections import addresses
from board.models import Appointment, Election
from board.states import ElectionState
from hlp.kit import clock
from hlp.kit.reminders import Due, Line, Rule, in_words, register
from members.models import School


def term_ending(today: date) -> Iterator[Due]:
    """To who sits, as long as nobody comes after them."""
    for row in _running_out(today):
        yield Due(row.person.email, f"appointment:{row.pk}", _last_day(row), _own(row, today))


def seat_falling_vacant(today: date) -> Iterator[Due]:
    """The same to the office, which sees to it that somebody comes after them."""
    for row in _running_out(today):
        key = f"appointment:{row.pk}"
        yield Due(settings.OFFICE_EMAIL, key, _last_day(row), _for_office(row, today))


def voting_closing(today: date) -> Iterator[Due]:
    """To who may vote for a school that has not; which one that is stays between it and us."""
    first, last = VOTING_CLOSING.window(today)
    polls = Election.objects.filter(
        state=ElectionState.VOTING,
        voting_closes_at__gte=clock.start_of_day(max(first, today)),
        voting_closes_at__lte=clock.end_of_day(last),
    )
    for poll in polls.order_by("voting_closes_at", "pk"):
        closes_on = clock.day_of(poll.voting_closes_at)
        schools = [school for school, has_voted in roll.voters(poll).items() if not has_voted]
        known = addresses(schools, poll)
        for school in schools:
            for address in known[school.pk]:
                yield Due(
                    address,
                    f"election:{poll.pk}:{school.pk}",
                    closes_on,
                    _not_voted(poll, school, today),
                )


TERM_ENDING = register(
    Rule(
        name="board.term_ending",
        title="Terms of office ending",
        purpose="Members of the board hear 90 and 30 days before their term of office ends, as long"
        " as nobody is appointed to the seat after them.",
        days=(-90, -30),
        due=term_ending,
    )
)
SEAT_FALLING_VACANT = register(
    Rule(
        name="board.seat_falling_vacant",
        title="Seats falling vacant",
        purpose="The office hears 90 and 30 days before a seat of the board falls vacant.",
        days=(-90, -30),
        due=seat_falling_vacant,
    )
)
VOTING_CLOSING = register(
    Rule(
        name="board.voting_closing",
        title="Voting closing",
        purpose="Heads and voting deputies of schools that have not voted hear a week, two days and"
        " on the day before voting in an election closes.",
        days=(-7, -2, 0),
        due=voting_closing,
        is_deadline=True,
    )
)


def _running_out(today: date) -> Iterator[Appointment]:
    first, last = TERM_ENDING.window(today)
    rows = Appointment.objects.current(today).filter(to_on__range=(max(first, today), last))
    followed = Appointment.objects.not_over(today).filter(from_on__gt=today).values("seat")
    rows = rows.exclude(seat__in=followed).select_related("seat__period", "person")
    return iter(rows.order_by("to_on", "pk"))


def _last_day(row: Appointment) -> date:
    assert row.to_on is not None  # noqa: S101 - asked for by range
    return row.to_on


def _own(row: Appointment, today: date) -> Line:
    return Line(
        title=f"Your term on the Partnership Board ends {in_words(_last_day(row), today)}",
        detail=f"You sit as {row.seat}. What comes with the seat ends on that day.",
        url=reverse("board:board"),
        label="The Partnership Board",
    )


def _for_office(row: Appointment, today: date) -> Line:
    return Line(
        title=f"The term of {row.person} on the board ends {in_words(_last_day(row), today)}",
        detail=f"{row.seat}: it is {row.seat.filled_by}. Nobody is appointed after that day.",
        url=reverse("board:seat_list"),
        label="The seats of the board",
    )


def _not_voted(poll: Election, school: School, today: date) -> Line:
    closes_on = clock.day_of(poll.voting_closes_at)
    return Line(
        title=f"Voting for the board closes {in_words(closes_on, today)}",
        detail=f"{school} has not voted yet in: {poll.name}. It takes about three minutes.",
        url=reverse("board:vote", args=[poll.pk, school.pk]),
        label=f"Vote for {school}",
    )
