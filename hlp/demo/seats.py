"""The demo's board in office: all seats that are not elected, and one co-opted for its skill."""

from datetime import datetime, timedelta

from board.models import Appointment, Seat
from board.services import seats
from board.states import SeatKind
from hlp.kit import clock
from members.models import Affiliation, Period, School, User
from members.states import SPECIAL_OR_ALTERNATIVE, Phase

Cast = dict[str, User]

# The first heads of a phase stand in the demo's elections; the last ones are named by their body.
HEADS = (
    (SeatKind.PRIMARY_FORUM, {"phase": Phase.PRIMARY}),
    (SeatKind.HASH, {"phase": Phase.SECONDARY}),
    (SeatKind.SPECIAL, {"type__in": SPECIAL_OR_ALTERNATIVE}),
)


def seat_board(period: Period, cast: Cast, now: datetime) -> None:
    """They sat together for the first time on the day of the first meeting."""
    first_met = period.board_first_meets_on or clock.day_of(now)
    at = clock.start_of_day(first_met) + timedelta(hours=9)
    letter = f"letter of {first_met - timedelta(days=7):%-d %B %Y}"
    for kind, wanted in HEADS:
        if post := _last_head(period, cast, **wanted):
            _fill(period, kind, post.user, at, letter, post.school)
    _fill(period, SeatKind.LA, cast["board1"], at, letter)
    _fill(period, SeatKind.LA, cast["board2"], at, letter)
    _fill(period, SeatKind.CHAIR, cast["chair"], at, "minute 2", is_declared=True)
    seats.add_coopted(
        period=period,
        skill="Finance",
        has_vote=False,
        decided_on=first_met,
        minute_reference="minute 5",
        by=cast["clerk"],
        now=at,
    )
    _fill(period, SeatKind.COOPTED, cast["board3"], at, "minute 5")


def _fill(
    period: Period,
    kind: SeatKind,
    person: User,
    at: datetime,
    reference: str,
    school: School | None = None,
    *,
    is_declared: bool = False,
) -> Appointment:
    vacant = Seat.objects.of(period).vacant_on(clock.day_of(at)).filter(kind=kind)
    return seats.fill(
        seat=vacant[0],
        person=person,
        school=school,
        from_on=clock.day_of(at),
        reference=reference,
        is_declared=is_declared,
        by=None,
        now=at,
    )


def _last_head(period: Period, cast: Cast, **wanted: object) -> Affiliation | None:
    """Of a school that has joined; the demo's own heads keep their hands free."""
    schools = School.objects.members_of(period).filter(**wanted)
    posts = Affiliation.objects.heads().filter(school__in=schools)
    others = posts.exclude(user__in=cast.values()).select_related("user", "school")
    # Made-up names repeat; on one board they would be taken for one person.
    sitting = Appointment.objects.values("person__name")
    return others.exclude(user__name__in=sitting).order_by("school_id").last()
