"""Two passphrases open it, all at once; before that nothing can be declared."""

import pytest
from django.db import OperationalError
from django.urls import reverse
from nacl.public import PrivateKey, SealedBox

from board import sealing
from board.emails.elections import notice_key
from board.models import BoardCode, BoardMarks, KeyLock, SealedBallot
from board.services import closing, declaring, keys, notices, publishing
from board.states import ElectionState, KeyPlace
from hlp.kit.models import OutboxMessage, PostState
from hlp.kit.states import WrongMoment
from tests.board.elections import forensics
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lost", list(KeyPlace))
def test_any_two_passphrases_open_the_box(lost):
    election = made.voting()
    made.vote(election, made.roll(election)[0])
    two = {place: phrase for place, phrase in made.PHRASES.items() if place != lost}

    closing.close(election=election, passphrases=two, by=made.officer(), now=made.after())

    assert BoardCode.objects.count() == 1


@pytest.mark.parametrize("place", list(KeyPlace))
def test_the_whole_database_and_one_passphrase_open_no_envelope(place):
    election = made.voting()
    for school in made.roll(election)[:3]:
        made.vote(election, school, *made.candidates(election)[:2])
    row = election.keyholders.get(place=place)
    own = SealedBox(
        sealing._private(made.PHRASES[place], bytes(row.salt), sealing.Cost(row.passes, row.memory))  # type: ignore[arg-type]
    )
    cells = [cell for table in forensics.tables() for cell in forensics.binary_cells(table)]
    envelopes = [bytes(one.envelope) for one in SealedBallot.objects.all()]
    locks = [bytes(one.box) for one in KeyLock.objects.all()]
    assert {*envelopes, *locks} <= set(cells)

    peeled = [inner for cell in cells if (inner := forensics.opened(own, cell)) is not None]
    # What one passphrase opens is the outer seal of locks, never anything that opens more.
    assert len(peeled) == sum(lock.one == place for lock in KeyLock.objects.all())
    kept = (*cells, *peeled, *forensics.written_out())
    keys_to_try = [own, *(SealedBox(PrivateKey(k[:32])) for k in kept if len(k) >= 32)]
    assert [e for e in envelopes for key in keys_to_try if forensics.opened(key, e)] == []


def test_wrong_passphrases_change_nothing():
    election = made.voting()
    made.vote(election, made.roll(election)[0])

    for typed in (
        {},
        {KeyPlace.OFFICER: made.PHRASES[KeyPlace.OFFICER]},
        {**made.TWO, KeyPlace.PRINTED: "wrong"},
        made.PHRASES,
    ):
        with pytest.raises(keys.WrongPassphrase):
            closing.close(election=election, passphrases=typed, by=made.officer(), now=made.after())

    election.refresh_from_db()
    assert election.state == ElectionState.VOTING
    assert (SealedBallot.objects.count(), BoardCode.objects.count()) == (1, 0)


def test_opening_empties_the_box_and_destroys_the_key():
    election = made.counted()

    election.refresh_from_db()
    assert election.public_key is None
    assert not SealedBallot.objects.exists()
    assert not KeyLock.objects.exists()
    assert not election.keyholders.exclude(public=None, salt=None).exists()
    assert publishing.reconcile(election).agrees
    assert BoardMarks.objects.count() == BoardCode.objects.count() == election.votes_cast == 5


def test_declaring_waits_for_the_sweep():
    election = made.counted(swept=False)

    with pytest.raises(WrongMoment, match="swept"):
        declaring.declare(election=election, by=made.officer(), now=made.after())


def test_a_sweep_that_the_engine_refuses_leaves_the_box_open_and_is_asked_for(
    monkeypatch, time_machine
):
    election = made.voting()
    made.vote(election, made.roll(election)[0])
    time_machine.move_to(made.after())

    def busy(cursor):
        raise OperationalError("database is locked")

    monkeypatch.setattr(closing, "_vacuum", busy)
    typed = {place.value: phrase for place, phrase in made.TWO.items()}
    client = client_of(made.officer())
    page = client.post(reverse("board:close_poll", args=[election.pk]), typed, follow=True)

    election.refresh_from_db()
    assert (election.state, election.vacuumed_at) == (ElectionState.COUNTED, None)
    assert "The database was busy, so it is not swept yet." in page.content.decode()
    assert reverse("board:sweep", args=[election.pk]) in page.content.decode()


def test_a_row_that_is_missing_is_told():
    """Roll, codes and votes must be the same number; the page says when they are not."""
    election = made.counted()
    assert publishing.reconcile(election).agrees

    BoardCode.objects.first().delete()

    assert not publishing.reconcile(election).agrees


def test_an_envelope_that_cannot_be_read_holds_nobody_up():
    election = made.voting()
    one, two, *_ = made.roll(election)
    made.vote(election, one)
    made.vote(election, two)
    SealedBallot.objects.filter(pk=SealedBallot.objects.first().pk).update(envelope=b"broken")

    opened = made.opened(election)

    assert (opened.unreadable, opened.votes_cast, BoardCode.objects.count()) == (1, 2, 1)
    assert not publishing.reconcile(opened).agrees


def test_a_notice_that_came_back_needs_a_name():
    election = made.voting()
    school = made.roll(election)[0]
    OutboxMessage.objects.filter(key=notice_key(election, school.pk)).update(state=PostState.FAILED)
    assert notices.to_acknowledge(election) == [school]

    with pytest.raises(closing.NotEverybodyReached, match=school.name):
        made.opened(election)
    with pytest.raises(notices.NothingDone):
        notices.acknowledge(
            election=election, school=school, done=" ", by=made.officer(), now=made.after()
        )
    row = notices.acknowledge(
        election=election, school=school, done="Rang them.", by=made.officer(), now=made.after()
    )
    made.opened(election)

    assert row.acknowledged_by == made.officer()
