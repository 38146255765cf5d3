"""Opening the box: one transaction, from two passphrases; then sweeping what the engine holds.

All envelopes are opened, codes and marks written as separately shuffled lists, the roll written
anew, envelopes and key destroyed: all of it or nothing. Never through the broker.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from board import sealing
from board.models import (
    BoardCode,
    BoardMarks,
    Election,
    Keyholder,
    KeyLock,
    SealedBallot,
    VoterRoll,
)
from board.services import keys, notices, papers, publishing, telling
from board.states import KeyPlace
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import User


class SweepAgain(Refusal):
    """The engine could not forget everything this time."""


BATCH = 1000
# What held a vote, or could tell which row came when.
SWEPT = (SealedBallot, VoterRoll, BoardCode, BoardMarks, KeyLock, Keyholder)


class NotEverybodyReached(Refusal):
    """A notice came back and nobody has dealt with it, or some are not written yet."""


def close(
    *, election: Election, passphrases: Mapping[KeyPlace, str], by: User, now: datetime
) -> Election:
    """Open the box and count it. Whoever is casting gets in before, or is told they did not."""
    access.require(by, "board.run_election", election)
    if telling.is_telling_of_opening(election):
        raise NotEverybodyReached(
            "The notices of the poll are still being written, so some schools have not heard of it."
            " Wait until all are, and extend voting for those that heard late."
        )
    if missing := notices.to_acknowledge(election):
        names = ", ".join(str(school) for school in missing[:5])
        raise NotEverybodyReached(
            f"The notice of the poll did not reach {len(missing)} schools ({names}). Say what was"
            " done for each of them before you open the box."
        )
    with transaction.atomic():
        # Before the election: a vote being cast holds its line and needs the election's row.
        roll = list(VoterRoll.objects.select_for_update().filter(election=election))
        states.make(election, "close", by=by, now=now)
        private = keys.open_box_key(election, passphrases)
        unreadable = _empty_box(election, private)
        _rewrite_roll(roll)
        _destroy_key(election)
        election.votes_cast = sum(line.has_voted for line in roll)
        election.unreadable = unreadable
        election.public_key = None
        election.result_digest = publishing.digest(publishing.votes_file(election))
        election.codes_digest = publishing.digest(publishing.codes_file(election))
        election.save(
            update_fields=[
                *("votes_cast", "unreadable", "public_key", "result_digest", "codes_digest")
            ]
        )
    return election


def sweep(*, election: Election, by: User, now: datetime) -> Election:
    """Make the engine forget: dead rows, free pages, the journal. Can be repeated."""
    access.require(by, "board.run_election", election)
    try:
        with connection.cursor() as cursor:
            _vacuum(cursor)
    except OperationalError:
        raise SweepAgain("The database was busy, so it is not swept yet. Sweep again.") from None
    return note_swept(election=election, by=by, now=now)


def note_swept(*, election: Election, by: User, now: datetime) -> Election:
    with transaction.atomic(), audit.acting(by):
        fresh = Election.objects.select_for_update().get(pk=election.pk)
        if fresh.vacuumed_at is None:
            fresh.vacuumed_at = now
            fresh.save(update_fields=["vacuumed_at"])
    return fresh


def _vacuum(cursor: CursorWrapper) -> None:
    if connection.vendor == "postgresql":
        for model in SWEPT:
            # Without ANALYZE, which would keep samples of the rows as they are.
            cursor.execute(f'VACUUM (FULL) "{model._meta.db_table}"')
        return
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if (cursor.fetchone() or (0,))[0]:
        raise SweepAgain("Somebody was reading, so the journal is not empty yet. Sweep again.")


def _empty_box(election: Election, private: bytes) -> int:
    """Write what the envelopes say as lists that belong to nobody; how many did not open."""
    asked = papers.questions(election)
    codes: list[str] = []
    marks: dict[int, list[list[int]]] = {question.contest.pk: [] for question in asked}
    unreadable = 0
    for row in SealedBallot.objects.filter(election=election).iterator(chunk_size=BATCH):
        try:
            chosen, code = papers.read(sealing.open_envelope(private, bytes(row.envelope)))
            for contest, names in papers.check(asked, chosen).items():
                marks[contest].append(names)
            codes.append(code)
        except (sealing.CannotOpen, ValueError, papers.BadPaper):
            unreadable += 1
    SealedBallot.objects.filter(election=election).delete()
    BoardCode.objects.bulk_create(
        (BoardCode(election=election, code=code) for code in sealing.shuffled(codes)),
        batch_size=BATCH,
    )
    for contest, found in marks.items():
        BoardMarks.objects.bulk_create(
            (BoardMarks(contest_id=contest, marks=names) for names in sealing.shuffled(found)),
            batch_size=BATCH,
        )
    return unreadable


def _rewrite_roll(roll: list[VoterRoll]) -> None:
    """The same lines with new keys in a new order: which was ticked last can no longer be seen."""
    VoterRoll.objects.filter(election__in={line.election_id for line in roll}).delete()
    fresh = [
        VoterRoll(election_id=line.election_id, school_id=line.school_id, has_voted=line.has_voted)
        for line in sealing.shuffled(roll)
    ]
    VoterRoll.objects.bulk_create(fresh, batch_size=BATCH)


def _destroy_key(election: Election) -> None:
    KeyLock.objects.filter(election=election).delete()
    election.keyholders.update(public=None, salt=None)
