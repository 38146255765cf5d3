"""Mails of elections: to the schools on the roll, and to who was nominated. Never with a code."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from board.models import Election, Extension, Nomination
from hlp.kit import clock, mail, outbox
from hlp.kit.clock import moment
from members.models import Affiliation, Membership, RoleHeld, School
from members.states import PortalRole


@dataclass(frozen=True)
class Notice:
    """What every school is told once; with a link to its own paper, or to one page for all."""

    election: Election
    kind: str  # in the key of each message: one of a kind for a school and address
    subject: str
    lines: Sequence[str]
    page: tuple[str, str] | None = None

    def key(self, urn: int) -> str:
        return f"election:{self.election.pk}:{self.kind}:{urn}"


def notice_key(election: Election, urn: int) -> str:
    return f"election:{election.pk}:open:{urn}"


def poll_opened(election: Election) -> Notice:
    lines = [
        f"Voting is open for {election.name}: {_seats(election)}.",
        f"It closes at {moment(election.voting_closes_at)}.",
        "Your school has one vote. The headteacher or the school’s named deputy casts it in the"
        " portal; it takes about three minutes, is secret and is final.",
    ]
    return Notice(election, "open", f"Vote now: {election.name}", lines)


def poll_extended(extension: Extension) -> Notice:
    election = extension.election
    lines = [
        f"Voting for {election.name} now closes at {moment(extension.until)}.",
        f"The reason: {extension.because}",
        "If your school has voted, nothing is left to do.",
    ]
    subject = f"More time to vote: {election.name}"
    return Notice(election, f"extended-{extension.pk}", subject, lines)


def poll_stopped(election: Election) -> Notice:
    """To schools that may have voted: their vote is not counted, and nobody has read it."""
    lines = [
        f"Voting for {election.name} has been stopped.",
        f"The reason: {election.stopped_because}",
        "Votes that were cast do not count"
        f"{'' if election.closed_at else ' and are destroyed unopened'}."
        " If the election is held again, you will hear from us and your school votes anew.",
    ]
    subject = f"Voting is stopped: {election.name}"
    return Notice(election, "stopped", subject, lines, _page(election, "The election"))


def declared(election: Election, elected: Sequence[str]) -> Notice:
    """Who was elected; figures and codes are on the page, for who signs in."""
    names = ", ".join(elected) if elected else "Nobody stood, so the seats stay vacant."
    lines = [
        f"The result of {election.name} is declared.",
        f"Elected: {names}" if elected else names,
    ]
    if election.closed_at:
        lines.append(
            "Member schools find the figures, and the code of their vote, on the page of the"
            " election."
        )
    subject = f"Result: {election.name}"
    return Notice(election, "declared", subject, lines, _page(election, "The result"))


def left_vacant(election: Election, why: Sequence[str], *, now: datetime) -> None:
    """To the office: who was elected and cannot take the seat, and what keeps them from it."""
    subject = f"Seats left vacant: {election.name}"
    lines = [
        f"The result of {election.name} is declared. These people were elected, and could not be"
        " given their seat:",
        *why,
        "The seats are vacant. What happens with them is the board’s to decide.",
    ]
    made = mail.compose(
        "members/told",
        {
            "title": subject,
            "lines": lines,
            "url": settings.SITE_URL + reverse("board:seat_list"),
            "label": "The seats of the board",
        },
    )
    outbox.queue(
        key=f"election:{election.pk}:left-vacant",
        to=settings.OFFICE_EMAIL,
        subject=made.subject,
        text=made.text,
        html=made.html,
        now=now,
    )


def nominated(nomination: Nomination, *, now: datetime) -> None:
    """To who was put forward by a colleague."""
    election = nomination.contest.election
    lines = [
        f"{nomination.proposed_by} has nominated you for {election.name}:"
        f" {nomination.contest.title}.",
        f"You can accept, with a few words about yourself, or decline until"
        f" {moment(election.nominations_close_at)}. Without your answer you do not stand.",
    ]
    made = mail.compose(
        "members/told",
        {
            "title": f"You have been nominated: {election.name}",
            "lines": lines,
            "url": settings.SITE_URL + reverse("board:answer_nomination", args=[nomination.pk]),
            "label": "Answer the nomination",
        },
    )
    outbox.queue(
        key=f"nomination:{nomination.pk}",
        to=nomination.nominee.email,
        subject=made.subject,
        text=made.text,
        html=made.html,
        now=now,
    )


def addresses(schools: Iterable[School], election: Election) -> dict[int, list[str]]:
    """Whoever may vote for each school, and its office, so that a change of head loses nothing."""
    urns, today = [school.pk for school in schools], clock.today()
    found: dict[int, dict[str, str]] = defaultdict(dict)
    heads = Affiliation.objects.heads().current(today).filter(school__in=urns)
    deputies = RoleHeld.objects.of(PortalRole.VOTING_DEPUTY).current(today).filter(school__in=urns)
    works_there = Affiliation.objects.current(today).filter(
        user=OuterRef("user"), school=OuterRef("school")
    )
    deputies = deputies.filter(Exists(works_there))
    rows = [
        *heads.values_list("school_id", "user__email"),
        *deputies.values_list("school_id", "user__email"),
    ]
    memberships = Membership.objects.filter(period=election.period_id, school__in=urns)
    for urn, *both in memberships.values_list("school_id", "head_email", "office_email"):
        rows += [(urn, address) for address in both]
    for urn, address in rows:
        if address:
            found[urn].setdefault(address.casefold(), address)
    return {urn: sorted(found[urn].values()) for urn in urns}


def tell(notice: Notice, schools: Sequence[School], *, now: datetime) -> None:
    """Each school and address once, however often it is called."""
    known = addresses(schools, notice.election)
    for school in schools:
        paper = settings.SITE_URL + reverse("board:vote", args=[notice.election.pk, school.pk])
        url, label = notice.page or (paper, f"The ballot paper of {school}")
        made = mail.compose(
            "members/told",
            {"title": notice.subject, "lines": notice.lines, "url": url, "label": label},
        )
        for address in known[school.pk]:
            outbox.queue(
                key=notice.key(school.pk),
                to=address,
                subject=made.subject,
                text=made.text,
                html=made.html,
                now=now,
            )


def _page(election: Election, label: str) -> tuple[str, str]:
    return settings.SITE_URL + reverse("board:election_detail", args=[election.pk]), label


def _seats(election: Election) -> str:
    return ", ".join(
        f"{contest.seats} {contest.title.lower()}" for contest in election.contests.order_by("kind")
    )
