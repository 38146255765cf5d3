"""The demo's elections: one declared after a lot, one to be opened, one in voting, one coming."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from board.models import Appointment, Election, Nomination
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
    seats,
    telling,
)
from board.states import ElectionState, KeyPlace, SeatKind
from hlp.kit import clock, work
from members.models import Affiliation, Period, School, User

# Of people who do not exist, as their passwords are.
PASSPHRASES = {
    KeyPlace.OFFICER: "violet harbour kettle moon",
    KeyPlace.SECOND: "seventy paper lanterns fly",
    KeyPlace.PRINTED: "HLPA-DEMO-KEYX-PRNT-ED34-QWTY",
}
STATEMENTS = (
    "I have led small schools and large ones. I would make sure that both are heard.",
    "Support must reach classrooms, not inboxes. I would ask of every programme what changed.",
    "I would bring what our trust has learnt about SEND, and listen to what others know better.",
    "Ten years in Hillingdon have taught me what we can do together. I would keep it simple.",
)
TO_OPEN = "Third primary head: the box can be opened"
IN_VOTING = "By-election: one primary head"
Hold = dict[str, User]


def hold_elections(period: Period, cast: Hold, now: datetime) -> None:
    """The chair is the second keyholder; head.primary has not voted in the poll that runs."""
    seats.set_up(period=period, by=None, now=now)
    officer = cast["returning"]
    primary, secondary = _heads(period, "Primary", cast), _heads(period, "Secondary", cast)
    first = _prepare(
        period, "First election of heads", {SeatKind.PRIMARY_HEAD: 2}, 55, officer, now
    )
    _stand(first, primary[:4])
    _poll(first, cast)
    _vote_to_a_tie(first, primary + secondary)
    _count_and_declare(first, officer)

    over = _prepare(period, TO_OPEN, {SeatKind.PRIMARY_HEAD: 1}, 24, officer, now)
    _stand(over, primary[-3:])
    _poll(over, cast)
    _vote_of_some(over, primary + secondary)

    by_election = _prepare(period, IN_VOTING, {SeatKind.PRIMARY_HEAD: 1}, 11, officer, now)
    _stand(by_election, primary[4:7])
    _poll(by_election, cast)
    _vote_of_some(by_election, primary + secondary)

    coming = _prepare(
        period, "Election of a secondary head", {SeatKind.SECONDARY_HEAD: 1}, 2, officer, now
    )
    _stand(coming, secondary[:2])


def passphrases_to_try() -> str:
    """What a visitor needs to open a box of the demo; said where it is tried and nowhere else."""
    if not (settings.DEMO and settings.DEBUG):
        return ""
    polls = Election.objects.filter(name__in=(TO_OPEN, IN_VOTING), state=ElectionState.VOTING)
    if not polls.exists():
        return ""
    lines = [f"  {place.label:<17}  {phrase}" for place, phrase in PASSPHRASES.items()]
    return "\n".join([f"\nAny two open the box of “{TO_OPEN}”, as returning officer:", *lines])


def _heads(period: Period, phase: str, cast: Hold) -> list[Affiliation]:
    """Heads of member schools, without the demo's own people and who sits already."""
    schools = School.objects.members_of(period).filter(phase=phase)
    posts = Affiliation.objects.heads().filter(school__in=schools)
    seated = Appointment.objects.values("person")
    others = posts.exclude(user__in=cast.values()).exclude(user__in=seated)
    others = others.select_related("user", "school")
    return list(others.order_by("school_id"))


def _prepare(
    period: Period,
    name: str,
    wanted: dict[SeatKind, int],
    days_ago: int,
    officer: User,
    now: datetime,
) -> Election:
    began = now - timedelta(days=days_ago)
    election = preparing.prepare(
        period=period,
        name=name,
        seats=wanted,
        nominations_close_at=clock.end_of_day(clock.day_of(began + timedelta(days=7))),
        voting_opens_at=_midday(began + timedelta(days=8)),
        voting_closes_at=clock.end_of_day(clock.day_of(began + timedelta(days=22))),
        serves_from_on=clock.day_of(began + timedelta(days=25)),
        serves_to_on=None,
        by=officer,
        now=began,
    )
    return preparing.announce(election=election, by=officer, now=began)


def _midday(at: datetime) -> datetime:
    return clock.start_of_day(clock.day_of(at)) + timedelta(hours=12)


def _stand(election: Election, posts: list[Affiliation]) -> None:
    for post, words in zip(posts, STATEMENTS, strict=False):
        nominating.nominate(
            contest=election.contests.get(),
            nominee=post.user,
            school=post.school,
            by=post.user,
            by_school=post.school,
            statement=words,
            now=election.nominations_close_at - timedelta(days=6),
        )


def _poll(election: Election, cast: Hold) -> None:
    officer, at = cast["returning"], election.nominations_close_at + timedelta(hours=2)
    preparing.close_nominations(election=election, by=officer, now=at)
    keys.name_second(election=election, holder=cast["chair"], by=officer)
    for place, phrase in PASSPHRASES.items():
        holder = election.keyholders.get(place=place)
        by = cast["chair"] if place == KeyPlace.SECOND else officer
        keys.set_passphrase(holder=holder, passphrase=phrase, by=by)
    keys.rehearse(election=election, passphrases=PASSPHRASES, by=officer, now=at)
    election.refresh_from_db()
    opening.open_poll(
        election=election, by=officer, now=election.voting_opens_at, accept_small=True
    )
    _tell_schools(election)


def _tell_schools(election: Election) -> None:
    """What a worker did at the time; today's finds that all is written."""
    for item in telling.works(election):
        at = item.created_at
        telling.carry_on(subject=item.subject_id, said_at=at, now=at, progress=lambda *far: None)
        work.run(item.pk, now=clock.now())


def _vote_to_a_tie(election: Election, posts: list[Affiliation]) -> None:
    """The first on the paper gets most, the next two the same number."""
    names = list(Nomination.objects.on_the_paper().filter(contest__election=election))
    for number, post in enumerate(posts[: len(posts) // 2 * 2]):
        _vote(election, post, [names[0], names[1 + number % 2]])


def _vote_of_some(election: Election, posts: list[Affiliation]) -> None:
    names = list(Nomination.objects.on_the_paper().filter(contest__election=election))
    for number, post in enumerate(posts):
        if number % 5 < 2:
            _vote(election, post, [names[number % len(names)]])


def _vote(election: Election, post: Affiliation, chosen: list[Nomination]) -> None:
    given: Any = {"election": election, "school": post.school, "by": post.user}
    now = election.voting_opens_at + timedelta(hours=4)
    marks = {chosen[0].contest_id: [n.pk for n in chosen]}
    paper = casting.hand_out(election, post.school, post.user)
    _, review = casting.fill_in(marks=marks, paper=paper, now=now, **given)
    casting.cast(review=review, own="", now=now, **given)


def _count_and_declare(election: Election, officer: User) -> None:
    now = election.voting_closes_at + timedelta(hours=10)
    two = {place: PASSPHRASES[place] for place in (KeyPlace.OFFICER, KeyPlace.PRINTED)}
    closing.close(election=election, passphrases=two, by=officer, now=now)
    # The whole demo is one transaction, in which no engine vacuums.
    closing.note_swept(election=election, by=officer, now=now)
    backups.confirm(
        election=election,
        is_certain=True,
        what="The nightly archives of the days of voting, deleted from both machines.",
        gone_on=clock.day_of(now),
        by=officer,
        now=now,
    )
    for tie in publishing.open_ties(election):
        declaring.record_lot(
            contest=tie.contest,
            order=tie.tied(),
            method="Names on folded slips, drawn from a bowl in view of the candidates",
            drawn_by="Ravi Menon",
            witness="Clare Dobson",
            by=officer,
            now=now,
        )
    declaring.declare(election=election, by=officer, now=now)
    _tell_schools(election)
