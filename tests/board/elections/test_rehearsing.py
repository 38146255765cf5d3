"""What the rehearsal proves is what the poll opens with."""

import pytest

from board import sealing
from board.services import keys, opening
from board.states import KeyPlace
from hlp.kit.states import WrongMoment
from tests.factories import board as made

pytestmark = pytest.mark.django_db


def test_a_passphrase_set_while_rehearsing_asks_for_another_rehearsal(monkeypatch):
    election = made.with_keys(made.ready())
    proved = sealing.prove

    def meanwhile(*args):
        proved(*args)
        row = election.keyholders.get(place=KeyPlace.SECOND)
        keys.set_passphrase(holder=row, passphrase="another phrase altogether", by=made.second())

    monkeypatch.setattr(sealing, "prove", meanwhile)
    now = election.voting_opens_at
    with pytest.raises(keys.WrongPassphrase, match="another passphrase meanwhile"):
        keys.rehearse(election=election, passphrases=made.PHRASES, by=made.officer(), now=now)

    assert not election.locks.exists()
    with pytest.raises(WrongMoment, match="Rehearse the opening first"):
        opening.open_poll(election=election, by=made.officer(), now=now)


def test_a_page_from_before_the_opening_changes_no_key():
    election = made.ready()
    before = type(election).objects.get(pk=election.pk)
    made.with_keys(election)
    holder = before.keyholders.get(place=KeyPlace.SECOND)
    assert holder.election.state == before.state
    opening.open_poll(election=election, by=made.officer(), now=election.voting_opens_at)

    with pytest.raises(keys.TooLate):
        keys.set_passphrase(holder=holder, passphrase="another phrase altogether", by=made.second())
    with pytest.raises(keys.TooLate):
        keys.name_second(election=before, holder=made.second(), by=made.officer())
