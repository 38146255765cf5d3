"""An election in which every school of the register votes: how long the box takes to open."""

import time
from datetime import timedelta
from typing import Any

from board import sealing
from board.emails.elections import notice_key
from board.models import Election, Nomination, SealedBallot, VoterRoll
from board.services import closing, keys, nominating, opening, papers, preparing, publishing
from board.states import KeyPlace, SeatKind
from hlp.kit import clock, states
from hlp.kit.models import OutboxMessage, PostState
from members.models import Affiliation, Period, School, User
from members.services import roles
from members.states import PortalRole

PHRASES = {place: f"a phrase of the bench for {place}" for place in KeyPlace}
TWO = {place: PHRASES[place] for place in (KeyPlace.OFFICER, KeyPlace.PRINTED)}
CANDIDATES = 6


def election() -> dict[str, str]:
    officer = User.objects.get(email__startswith="returning@")
    made = _in_voting(officer)
    votes = _everybody_votes(made)
    _everybody_was_told(made)
    cpu, began = time.process_time(), time.perf_counter()
    now = made.voting_closes_at + timedelta(hours=1)
    closed = closing.close(election=made, passphrases=TWO, by=officer, now=now)
    found = publishing.tallies(closed)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - began
    began = time.perf_counter()
    closing.sweep(election=closed, by=officer, now=now)
    swept = time.perf_counter() - began
    assert publishing.reconcile(closed).agrees
    assert found[0].votes == votes
    return {
        f"a box of {votes} votes opened and counted": f"{wall:.1f} s ({cpu:.1f} s of CPU)",
        "the database swept after it": f"{swept:.1f} s",
    }


def _in_voting(officer: User) -> Election:
    began = clock.now() - timedelta(days=20)
    period = Period.objects.current(clock.today())
    assert period
    made = preparing.prepare(
        period=period,
        name="Bench",
        seats={SeatKind.PRIMARY_HEAD: 3},
        nominations_close_at=began + timedelta(days=7),
        voting_opens_at=began + timedelta(days=8),
        voting_closes_at=began + timedelta(days=15),
        serves_from_on=clock.today() + timedelta(days=3650),
        serves_to_on=None,
        by=officer,
        now=began,
    )
    preparing.announce(election=made, by=officer, now=began)
    _candidates(made)
    later = began + timedelta(days=7, hours=1)
    preparing.close_nominations(election=made, by=officer, now=later)
    _three_keys(made, officer)
    keys.rehearse(election=made, passphrases=PHRASES, by=officer, now=later)
    return _opened(made, officer)


def _candidates(made: Election) -> None:
    members = School.objects.members_of(made.period).filter(phase="Primary")
    posts = Affiliation.objects.heads().filter(school__in=members).select_related("user", "school")
    for post in posts.order_by("pk")[:CANDIDATES]:
        given: dict[str, Any] = {"nominee": post.user, "school": post.school}
        nominating.nominate(
            contest=made.contests.get(),
            by=post.user,
            by_school=post.school,
            now=made.nominations_close_at - timedelta(days=1),
            **given,
        )


def _three_keys(made: Election, officer: User) -> None:
    second = User.objects.get(email__startswith="clerk@")
    roles.grant(user=second, role=PortalRole.KEYHOLDER, from_on=clock.today(), by=None)
    keys.name_second(election=made, holder=second, by=officer)
    for holder in made.keyholders.all():
        by = second if holder.place == KeyPlace.SECOND else officer
        keys.set_passphrase(holder=holder, passphrase=PHRASES[KeyPlace(holder.place)], by=by)


def _opened(made: Election, officer: User) -> Election:
    """Every school of the register on the roll; nobody is written to."""
    urns = list(School.objects.values_list("pk", flat=True))
    for position, one in enumerate(Nomination.objects.filter(contest__election=made), start=1):
        one.position = position
        one.save(update_fields=["position"])
    VoterRoll.objects.bulk_create(
        (VoterRoll(election=made, school_id=urn) for urn in urns), batch_size=1000
    )
    return states.make(
        made,
        "open",
        by=officer,
        now=made.voting_opens_at,
        roll_digest=opening.roll_digest(urns),
        roll_size=len(urns),
        envelope_size=papers.envelope_size(papers.questions(made)),
    )


def _everybody_was_told(made: Election) -> None:
    """The notices as they stand once they are sent: closing looks for them."""
    now = clock.now()
    OutboxMessage.objects.bulk_create(
        (
            OutboxMessage(
                key=notice_key(made, urn),
                to=f"head@{urn}.example.org",
                subject="Vote now",
                state=PostState.SENT,
                message_id=f"<bench-{urn}@localhost>",
                created_at=now,
                due_at=now,
                sent_at=now,
            )
            for urn in made.roll.values_list("school_id", flat=True)
        ),
        batch_size=1000,
    )


def _everybody_votes(made: Election) -> int:
    [asked] = papers.questions(made)
    names = [nomination.pk for nomination in asked.candidates]
    public = bytes(made.public_key or b"")

    def envelope(number: int) -> bytes:
        chosen = {asked.contest.pk: sorted({names[number % 6], names[number % 5]})}
        return sealing.seal(public, papers.write(chosen, sealing.new_code()), made.envelope_size)

    SealedBallot.objects.bulk_create(
        (SealedBallot(election=made, envelope=envelope(n)) for n in range(made.roll_size)),
        batch_size=1000,
    )
    return VoterRoll.objects.filter(election=made).update(has_voted=True)
