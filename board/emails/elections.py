"""Mails of elections: to the schools on the roll, and to who was nominated. Never with a code."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from board.models import Election, Nomination
from board.workflow import moment
from hlp.kit import clock, mail, outbox
from members.models import Affiliation, Membership, RoleHeld, School
from members.states import PortalRole


def notice_key(election: Election, urn: int) -> str:
    return f"election:{election.pk}:open:{urn}"


def poll_opened(election: Election, schools: Sequence[School], *, now: datetime) -> None:
    lines = [
        f"Voting is open for {election.name}: {_seats(election)}.",
        f"It closes at {moment(election.voting_closes_at)}.",
        "Your school has one vote. The headteacher or the school’s named deputy casts it in the"
        " portal; it takes about three minutes, is secret and is final.",
    ]
    _tell(election, schools, f"Vote now: {election.name}", lines, kind="open", now=now)


def poll_extended(
    election: Election, schools: Sequence[School], because: str, until: str, *, now: datetime
) -> None:
    lines = [
        f"Voting for {election.name} now closes at {until}.",
        f"The reason: {because}",
        "If your school has voted, nothing is left to do.",
    ]
    subject = f"More time to vote: {election.name}"
    _tell(election, schools, subject, lines, kind=f"extended:{until}", now=now)


def declared(
    election: Election, schools: Sequence[School], elected: Sequence[str], *, now: datetime
) -> None:
    """Who was elected; figures and codes are on the page, for who signs in."""
    names = ", ".join(elected) if elected else "Nobody stood, so the seats stay vacant."
    lines = [
        f"The result of {election.name} is declared.",
        f"Elected: {names}" if elected else names,
        "Member schools find the figures, and the code of their vote, on the page of the election.",
    ]
    url = settings.SITE_URL + reverse("board:election_detail", args=[election.pk])
    subject = f"Result: {election.name}"
    _tell(election, schools, subject, lines, kind="declared", now=now, page=(url, "The result"))


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
        "board/election",
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
        "board/election",
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


def _tell(
    election: Election,
    schools: Sequence[School],
    subject: str,
    lines: Sequence[str],
    *,
    kind: str,
    now: datetime,
    page: tuple[str, str] | None = None,
) -> None:
    """With a link to the school's own paper, or to the same page for all."""
    known = addresses(schools, election)
    for school in schools:
        paper = settings.SITE_URL + reverse("board:vote", args=[election.pk, school.pk])
        url, label = page or (paper, f"The ballot paper of {school}")
        made = mail.compose(
            "board/election", {"title": subject, "lines": lines, "url": url, "label": label}
        )
        for address in known[school.pk]:
            outbox.queue(
                key=f"election:{election.pk}:{kind}:{school.pk}",
                to=address,
                subject=made.subject,
                text=made.text,
                html=made.html,
                now=now,
            )


def _seats(election: Election) -> str:
    return ", ".join(
        f"{contest.seats} {contest.title.lower()}" for contest in election.contests.order_by("kind")
    )
