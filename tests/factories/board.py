"""Elections as services bring them into each state, over schools that are made for it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine

from board import sealing
from board.models import Election, Nomination, Seat
from board.services import (
    backups,
    casting,
    closing,
    declaring,
    keys,
    nominating,
    opening,
    preparing,
    publishing,
    telling,
)
from board.states import KeyPlace, SeatKind
from hlp.kit import clock, work
from hlp.kit.models import WorkItem, WorkState
from members.models import Period, School, User
from members.states import Phase, PortalRole, SchoolRole
from tests.factories import cast, invoicing
from tests.factories.members import (
    AffiliationFactory,
    CommitmentTextFactory,
    PeriodFactory,
    SchoolFactory,
)

T0 = datetime(2022, 5, 2, 9, tzinfo=UTC)
SERVES_FROM = date(2022, 6, 1)
PHRASES = {
    KeyPlace.OFFICER: "violet harbour kettle moon",
    KeyPlace.SECOND: "seventy paper lanterns fly",
    KeyPlace.PRINTED: sealing.new_passphrase(),
}
TWO = {place: PHRASES[place] for place in (KeyPlace.OFFICER, KeyPlace.PRINTED)}


def closes_at(t0: datetime = T0) -> datetime:
    return t0 + timedelta(days=15)


def opens_at(t0: datetime = T0) -> datetime:
    return t0 + timedelta(days=8)


def after(t0: datetime = T0) -> datetime:
    return closes_at(t0) + timedelta(hours=1)


def member(period: Period | None = None, **school: Any) -> School:
    """A member school with its head."""
    return join(SchoolFactory.create(**school), period)


def join(school: School, period: Period | None = None) -> School:
    period = period or PeriodFactory.create()
    text = period.commitments.first() or CommitmentTextFactory.create(period=period)
    invoicing.member(school, period=period, commitment=text)
    if not school.affiliations.heads().exists():
        AffiliationFactory.create(
            school=school, role=SchoolRole.HEADTEACHER, user__name=f"Head {school.pk}"
        )
    return school


def members(count: int, period: Period | None = None, **fields: Any) -> list[School]:
    return [member(period, **fields) for _ in range(count)]


def head_of(school: School) -> User:
    return school.affiliations.heads().get().user


def holding(role: PortalRole, name: str) -> User:
    held = User.objects.filter(roles_held__role=role).order_by("pk").first()
    return held or cast.in_partnership(name, role)


def officer() -> User:
    return holding(PortalRole.RETURNING_OFFICER, "Rosa Returning")


def second() -> User:
    return holding(PortalRole.KEYHOLDER, "Kit Keyholder")


def seats(kind: SeatKind, count: int, period: Period | None = None) -> list[Seat]:
    """The board's seats of one kind; vacant unless somebody was put there."""
    period = period or PeriodFactory.create()
    return [
        Seat.objects.get_or_create(period=period, kind=kind, number=number)[0]
        for number in range(1, count + 1)
    ]


def election(
    *, period: Period | None = None, t0: datetime = T0, primary: int = 3, secondary: int = 0
) -> Election:
    """A draft. The seats are there and vacant."""
    period = period or PeriodFactory.create()
    seats(SeatKind.PRIMARY_HEAD, 3, period)
    seats(SeatKind.SECONDARY_HEAD, 1, period)
    return preparing.prepare(
        period=period,
        name="Election of heads to the board",
        seats={SeatKind.PRIMARY_HEAD: primary, SeatKind.SECONDARY_HEAD: secondary},
        nominations_close_at=t0 + timedelta(days=7),
        voting_opens_at=opens_at(t0),
        voting_closes_at=closes_at(t0),
        serves_from_on=clock.day_of(t0 + timedelta(days=30)),
        serves_to_on=None,
        by=officer(),
        now=t0,
    )


def announced(*, t0: datetime = T0, **fields: Any) -> Election:
    return preparing.announce(election=election(t0=t0, **fields), by=officer(), now=t0)


def stand(election: Election, school: School, *, kind: SeatKind = SeatKind.PRIMARY_HEAD) -> Any:
    """The head of the school nominates themselves."""
    head = head_of(school)
    return nominating.nominate(
        contest=election.contests.get(kind=kind),
        nominee=head,
        school=school,
        by=head,
        by_school=school,
        statement="I would serve all our schools.",
        now=election.nominations_close_at - timedelta(days=1),
    )


def ready(*, candidates: int = 5, t0: datetime = T0, **fields: Any) -> Election:
    """Nominations are closed; there are more candidates than seats, and as many schools."""
    made = announced(t0=t0, **fields)
    for school in members(candidates, made.period):
        stand(made, school)
    if fields.get("secondary"):
        for school in members(3, made.period, phase=Phase.SECONDARY):
            stand(made, school, kind=SeatKind.SECONDARY_HEAD)
    return preparing.close_nominations(
        election=made, by=officer(), now=made.nominations_close_at + timedelta(minutes=1)
    )


def with_keys(election: Election) -> Election:
    """Three passphrases, and the rehearsal."""
    keys.name_second(election=election, holder=second(), by=officer())
    for place, phrase in PHRASES.items():
        row = election.keyholders.get(place=place)
        by = second() if place == KeyPlace.SECOND else officer()
        keys.set_passphrase(holder=row, passphrase=phrase, by=by)
    return keys.rehearse(
        election=election, passphrases=PHRASES, by=officer(), now=election.voting_opens_at
    )


def voting(*, accept_small: bool = False, told: bool = True, **fields: Any) -> Election:
    """`told`: a worker has written the notices to the schools."""
    made = with_keys(ready(**fields))
    opened = opening.open_poll(
        election=made, by=officer(), now=made.voting_opens_at, accept_small=accept_small
    )
    if told:
        schools_are_told(opened.voting_opens_at)
    return opened


def schools_are_told(now: datetime) -> None:
    """What a worker does, at this moment."""
    waiting = WorkItem.objects.filter(kind=telling.TELL, state=WorkState.QUEUED)
    waiting.update(due_at=now)
    with time_machine.travel(now, tick=False):
        for item in waiting.order_by("pk"):
            work.run(item.pk, now=now)


def vote(
    election: Election,
    school: School,
    *chosen: Nomination,
    by: User | None = None,
    own: str = "",
    now: datetime | None = None,
) -> str:
    """As through the pages: paper, review, cast. Returns the code."""
    by, now = by or head_of(school), now or election.voting_opens_at + timedelta(hours=1)
    marks: dict[int, list[int]] = {}
    for nomination in chosen:
        marks.setdefault(nomination.contest_id, []).append(nomination.pk)
    paper = casting.hand_out(election, school, by)
    _, review = casting.fill_in(
        election=election, school=school, marks=marks, paper=paper, by=by, now=now
    )
    return casting.cast(election=election, school=school, review=review, own=own, by=by, now=now)


def candidates(election: Election, kind: SeatKind = SeatKind.PRIMARY_HEAD) -> list[Nomination]:
    contest = election.contests.get(kind=kind)
    return list(Nomination.objects.on_the_paper().filter(contest=contest))


def roll(election: Election) -> list[School]:
    return list(School.objects.filter(pk__in=election.roll.values("school")).order_by("pk"))


def counted(
    *, swept: bool = True, tie: bool = False, forgotten: bool = True, **fields: Any
) -> Election:
    """Everybody voted for the first three on the paper; with `tie` the last seat is undecided."""
    made = voting(**fields)
    names = candidates(made)
    voters = roll(made)
    for number, school in enumerate(voters[: len(voters) // 2 * 2] if tie else voters):
        last = names[2 + number % 2] if tie else names[2]
        vote(made, school, *names[:2], last)
    return opened(made, swept=swept, forgotten=forgotten)


def opened(election: Election, *, swept: bool = True, forgotten: bool = True) -> Election:
    """`forgotten`: it is also confirmed that backups of the days of voting go."""
    now = election.voting_closes_at + timedelta(hours=1)
    made = closing.close(election=election, passphrases=TWO, by=officer(), now=now)
    if swept:  # as if the engine had been; VACUUM cannot run inside a test's transaction
        made = closing.note_swept(election=made, by=officer(), now=now)
        if forgotten:
            backups_go(made, now=now)
    return made


def backups_go(election: Election, *, now: datetime, **said: Any) -> Any:
    given = {
        "is_certain": True,
        "what": "Nightly archives of the days of voting, deleted from both machines.",
        "gone_on": clock.day_of(now),
        **said,
    }
    return backups.confirm(election=election, by=officer(), now=now, **given)


def declared(**fields: Any) -> Election:
    made = counted(**fields)
    for found in publishing.open_ties(made):
        declaring.record_lot(
            contest=found.contest,
            order=found.tied(),
            method="Names from a bowl",
            drawn_by="Rosa Returning",
            witness="Clare Clerk",
            by=officer(),
            now=after(),
        )
    return declaring.declare(election=made, by=officer(), now=after())
