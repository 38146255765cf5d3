"""What the page of an election shows to whoever looks at it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from board import roll
from board.models import Election, Nomination, VoterRoll
from board.rules import schools_deputised_for
from board.services import backups, notices, publishing, telling
from board.states import ElectionState, KeyPlace, NominationState
from board.workflow import is_contested
from hlp.kit.components import Action, Progress, Row, Stat, Task
from hlp.kit.models import WorkItem, WorkState
from hlp.kit.states import available
from hlp.kit.templatetags.ui import uk_date, uk_datetime
from members.models import School
from members.querysets import AnyUser
from members.states import SchoolRole

_HEAD = (SchoolRole.HEADTEACHER,)
# moves whose button leads to a page of its own first
ASK = {"open": "open_poll", "extend": "extend", "close": "close_poll", "stop": "stop_election"}
STYLES = {"extend": "secondary", "stop": "warning"}
STEPS = ("Preparation", "Nominations", "Voting", "Count", "Result")
STEP = {
    ElectionState.DRAFT: 1,
    ElectionState.NOMINATION: 2,
    ElectionState.READY: 3,
    ElectionState.COUNTED: 5,
    ElectionState.DECLARED: 6,
}
MEANS = {
    "announce": "Everybody sees the election, and heads can nominate from now on.",
    "close_nominations": "Nobody can be nominated any more. The poll is opened next.",
    "declare_unopposed": "Without a ballot the candidates are elected and take their seats, and"
    " everybody sees it. It cannot be changed afterwards.",
    "declare": "Everybody sees who was elected, the seats are filled and the schools are told. It"
    " cannot be changed afterwards.",
}


def schools_voted_for(user: AnyUser) -> set[int]:
    """URNs of the schools whose vote this person may cast."""
    if not user.is_authenticated:
        return set()
    return user.schools_as(*_HEAD) | schools_deputised_for(user)


def schools_headed(user: AnyUser) -> list[School]:
    """Member schools or not: their head may name a voting deputy."""
    urns = user.schools_as(*_HEAD) if user.is_authenticated else set()
    return list(School.objects.filter(pk__in=urns).order_by("name")) if urns else []


def election(shown: Election, user: AnyUser, now: datetime) -> dict[str, Any]:
    runs = user.has_perm("board.run_election", shown)
    state = ElectionState(shown.state)
    works = telling.works(shown) if runs else []
    return {
        "election": shown,
        "contests": list(shown.contests.order_by("kind")),
        "progress": _progress(shown, now),
        "has_closed": shown.is_voting and not shown.takes_votes(now),
        "dates": list(_dates(shown, now)),
        "stats": _turnout(shown),
        "votes": _own_votes(shown, user, now),
        "may_nominate": state == ElectionState.NOMINATION
        and now <= shown.nominations_close_at
        and bool(user.is_authenticated and user.schools_as(*_HEAD)),
        "own_nominations": _own_nominations(shown, user),
        "has_candidates": Nomination.objects.candidates().filter(contest__election=shown).exists(),
        "results": _results(shown),
        "sees_totals": user.has_perm("board.view_totals", shown) and publishing.shows_totals(shown),
        "counted_url": _counted_url(shown, user),
        "runs": runs,
        "actions": list(_actions(shown, user, now)),
        "tasks": list(_tasks(shown, works)) if runs else [],
        "is_telling": any(telling.is_under_way(item) for item in works),
    }


def _progress(shown: Election, now: datetime) -> Progress | None:
    """A poll that is over waits for its count; an election that was stopped is nowhere."""
    if shown.is_voting:
        return Progress(STEPS, 3 if shown.takes_votes(now) else 4)
    step = STEP.get(ElectionState(shown.state))
    return Progress(STEPS, step) if step else None


def _counted_url(shown: Election, user: AnyUser) -> str:
    """For member schools once declared, for the returning officer as soon as it is counted."""
    declared = shown.state == ElectionState.DECLARED and shown.closed_at is not None
    early = shown.state == ElectionState.COUNTED and user.has_perm("board.run_election", shown)
    if not (declared or early) or not user.has_perm("board.view_totals", shown):
        return ""
    return reverse("board:counted", args=[shown.pk])


def _dates(shown: Election, now: datetime) -> Iterator[Row]:
    yield Row("Nominations close", uk_datetime(shown.nominations_close_at))
    yield Row("Voting opens", uk_datetime(shown.opened_at or shown.voting_opens_at))
    is_over = shown.opened_at is not None and now > shown.voting_closes_at
    yield Row("Voting closed" if is_over else "Voting closes", uk_datetime(shown.voting_closes_at))
    until = f" to {uk_date(shown.serves_to_on)}" if shown.serves_to_on else ""
    yield Row("Term of office", f"From {uk_date(shown.serves_from_on)}{until}")
    if shown.because:
        yield Row("Why it is held", shown.because)
    if shown.roll_digest:
        yield Row("Schools on the roll", f"{shown.roll_size}, frozen when voting opened")
    if said := backups.of(shown):
        told = f"Destroyed by {uk_date(said.gone_on)}: {said.what.rstrip('.')}."
        told += f" Confirmed by {said.confirmed_by}, {uk_date(said.confirmed_at)}."
        yield Row("Backups of the days of voting", told)
    extensions = shown.extensions.order_by("pk") if shown.opened_at else ()
    for extension in extensions:
        told = f"{extension.because} (until {uk_datetime(extension.until)})"
        yield Row("Voting was extended", told)
    if shown.stopped_because:
        yield Row("Why it was stopped", shown.stopped_because)


def _turnout(shown: Election) -> list[Stat]:
    """A number only; who has voted is nobody's business while voting lasts."""
    if not shown.opened_at:
        return []
    voted = shown.votes_cast if shown.votes_cast is not None else publishing.turnout(shown)
    percent = round(100 * voted / shown.roll_size) if shown.roll_size else 0
    return [
        Stat(voted, "schools have voted" if shown.is_voting else "schools voted"),
        Stat(shown.roll_size, "schools on the roll"),
        Stat(f"{percent}%", "turnout"),
    ]


def _own_votes(shown: Election, user: AnyUser, now: datetime) -> list[VoterRoll]:
    """A line for each school whose vote this person casts now."""
    return own_lines([shown], user, now).get(shown.pk, [])


def own_lines(
    elections: Iterable[Election], user: AnyUser, now: datetime
) -> dict[int, list[VoterRoll]]:
    """Of those elections that take votes now."""
    polls = [election for election in elections if election.takes_votes(now)]
    urns = schools_voted_for(user) if polls else set()
    if not urns:
        return {}
    schools = School.objects.filter(pk__in=urns).order_by("name", "pk")
    return roll.lines_for(polls, list(schools))


def _own_nominations(shown: Election, user: AnyUser) -> list[Nomination]:
    if not user.is_authenticated:
        return []
    own = Nomination.objects.filter(contest__election=shown, nominee=user)
    return list(own.select_related("contest").order_by("-pk"))


def _results(shown: Election) -> list[tuple[Any, list[Any]]]:
    if shown.state != ElectionState.DECLARED:
        return []
    return [
        (
            contest,
            list(
                contest.results.exclude(place=None).select_related("nomination").order_by("place")
            ),
        )
        for contest in shown.contests.order_by("kind")
    ]


def _actions(shown: Election, user: AnyUser, now: datetime) -> Iterator[Action]:
    for found in available(shown, user, now):
        move = found.move
        name = ASK.get(move.name, move.name)
        yield Action(
            move.text,
            reverse(f"board:{name}", args=[shown.pk]),
            closed=found.closed_because or "",
            style=STYLES.get(move.name, ""),
            get=move.name in ASK,
            means=MEANS.get(move.name, ""),
        )


def _telling(shown: Election, works: list[WorkItem]) -> Iterator[Task]:
    """How far the mails to the schools are; nothing of those that are all written."""
    for item in works:
        if item.state == WorkState.FAILED:
            hint = f"{item.error} The office can try it again, under “Work” of its admin pages."
            yield Task(f"Telling the schools: {telling.in_words(item)}", hint=hint, status="Stuck")
        elif telling.is_under_way(item):
            far = f"{item.done_count} of {item.total_count or shown.roll_size}"
            yield Task(f"Telling the schools: {telling.in_words(item)}", status=far)


def _tasks(shown: Election, works: list[WorkItem]) -> Iterator[Task]:
    """What the returning officer still has to see to."""
    yield from _telling(shown, works)
    if shown.state in {ElectionState.DRAFT, ElectionState.NOMINATION, ElectionState.READY}:
        set_ = shown.keyholders.exclude(public=None).count()
        done = "Rehearsed" if shown.rehearsed_at else f"{set_} of {len(KeyPlace)} set"
        yield Task("Keys", reverse("board:keys", args=[shown.pk]), status=done)
        waiting = Nomination.objects.filter(
            contest__election=shown, state=NominationState.PROPOSED
        ).count()
        yield Task(
            "Nominations",
            reverse("board:nominations", args=[shown.pk]),
            status=f"{waiting} not answered" if waiting else "None waiting",
        )
    if shown.state == ElectionState.VOTING:
        for contest in shown.contests.filter(nominations__position__isnull=False).distinct():
            if not is_contested(contest):
                yield Task(
                    f"{contest.title}: no more candidates than seats are left",
                    reverse("board:stop_election", args=[shown.pk]),
                    hint="Somebody has withdrawn. Stop the election, or let the votes be counted.",
                    status="To decide",
                )
        missing = len(notices.to_acknowledge(shown))
        yield Task(
            "Schools the notice did not reach",
            reverse("board:unreached", args=[shown.pk]),
            status=f"{missing} to see to" if missing else "None",
        )
    if shown.state == ElectionState.COUNTED:
        yield Task(
            "Sweep the database",
            reverse("board:sweep", args=[shown.pk]),
            hint="Makes the database forget what it still holds of the opened box.",
            status="Done" if shown.vacuumed_at else "To do",
        )
        is_said = backups.of(shown) is not None
        yield Task(
            "Backups of the days of voting",
            reverse("board:backups", args=[shown.pk]) if shown.vacuumed_at and not is_said else "",
            hint="" if is_said else "Confirm, once the database is swept, by when they are gone.",
            status="Confirmed" if is_said else "To do",
        )
        for tie in publishing.open_ties(shown):
            yield Task(
                f"Draw a lot: {tie.contest.title}",
                reverse("board:lot", args=[shown.pk, tie.contest.pk]),
                status="To do",
            )
