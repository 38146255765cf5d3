"""The keyholders: who they are, their passphrases, and the rehearsal that makes the key.

Nothing here stores or logs a passphrase; it lives for the length of one request.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import combinations

from django.conf import settings
from django.db import transaction

from board import sealing
from board.models import Election, Keyholder, KeyLock
from board.sealing import Cost, Holder
from board.states import ElectionState, KeyPlace
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User

PLACES = tuple(KeyPlace)
SHORTEST = 16  # characters: an offline guesser has the database and a year


class TooLate(Refusal):
    """Once the poll is open the keys stay as they are."""


class WeakPassphrase(Refusal):
    """It could be guessed by somebody who has a copy of the database."""


class NotYours(Refusal):
    """Everybody sets their own passphrase."""


class WrongPassphrase(Refusal):
    """The passphrases do not open the box."""


def name_second(*, election: Election, holder: User, by: User) -> Keyholder:
    """Design 7: a second named person beside the returning officer."""
    access.require(by, "board.run_election", election)
    _still_preparing(election)
    if not holder.has_perm("board.hold_key"):
        raise NotYours(f"{holder} is neither keyholder nor chair.")
    if election.keyholders.filter(place=KeyPlace.OFFICER, holder=holder).exists():
        raise NotYours("The two keyholders are two people.")
    with transaction.atomic(), audit.acting(by):
        _lock(election)
        row = election.keyholders.select_for_update().get(place=KeyPlace.SECOND)
        row.holder, row.public, row.salt = holder, None, None
        row.save()
        _forget_rehearsal(election)
    return row


def set_passphrase(*, holder: Keyholder, passphrase: str, by: User) -> Keyholder:
    """The holder's own; the printed key's is typed in by the returning officer, from the paper."""
    _still_preparing(holder.election)
    if holder.place == KeyPlace.PRINTED:
        access.require(by, "board.run_election", holder.election)
    elif holder.holder_id != by.pk:
        raise NotYours("Only the keyholder sets this passphrase.")
    if len(" ".join(passphrase.split())) < SHORTEST:
        raise WeakPassphrase(
            f"Use at least {SHORTEST} characters: four words that do not belong together are good."
        )
    made = sealing.new_holder(passphrase, Cost(*settings.ELECTION_KEY_COST))
    with transaction.atomic(), audit.acting(by):
        _lock(holder.election)
        row = Keyholder.objects.select_for_update().get(pk=holder.pk)
        row.public, row.salt = made.public, made.salt
        row.passes, row.memory = made.cost.passes, made.cost.memory
        row.save()
        audit.record(row, what="set a passphrase", by=by)
        _forget_rehearsal(row.election)
    return row


def rehearse(
    *, election: Election, passphrases: Mapping[KeyPlace, str], by: User, now: datetime
) -> Election:
    """Make the election's key and prove with a trial envelope that all three pairs open it."""
    access.require(by, "board.run_election", election)
    _still_preparing(election)
    holders = _holders(election)
    typed = [passphrases.get(place, "") for place in PLACES]
    for place, phrase, holder in zip(PLACES, typed, holders, strict=True):
        if not sealing.is_theirs(phrase, holder):
            raise WrongPassphrase(f"This is not the passphrase of the {place.label.lower()}.")
    public, locks = sealing.new_key(holders)
    sealing.prove(typed, holders, public, locks)
    with transaction.atomic(), audit.acting(by):
        election = _lock(election)
        if _holders(election) != holders:
            raise WrongPassphrase(
                "A keyholder has set another passphrase meanwhile. Rehearse again, with all three."
            )
        election.locks.all().delete()
        KeyLock.objects.bulk_create(
            KeyLock(election=election, one=PLACES[one], two=PLACES[two], box=locks[one, two])
            for one, two in combinations(range(len(PLACES)), 2)
        )
        election.public_key, election.rehearsed_at = public, now
        election.save(update_fields=["public_key", "rehearsed_at"])
        audit.record(election, what="rehearsed the opening with all three keys", by=by)
    return election


def open_box_key(election: Election, passphrases: Mapping[KeyPlace, str]) -> bytes:
    """The private key, from any two passphrases."""
    typed = {n: passphrases[p] for n, p in enumerate(PLACES) if passphrases.get(p, "").strip()}
    if len(typed) != 2:
        raise WrongPassphrase("Enter exactly two of the three passphrases.")
    locks = {
        (PLACES.index(KeyPlace(lock.one)), PLACES.index(KeyPlace(lock.two))): bytes(lock.box)
        for lock in election.locks.all()
    }
    try:
        return sealing.open_key(typed, _holders(election), locks)
    except sealing.CannotOpen:
        raise WrongPassphrase(
            "These two passphrases do not open the box. Nothing has changed. Check both, or use"
            " the third."
        ) from None


def _holders(election: Election) -> list[Holder]:
    rows = {KeyPlace(row.place): row for row in election.keyholders.exclude(public=None)}
    if len(rows) < len(PLACES):
        raise WrongPassphrase("All three keyholders must have a passphrase first.")
    return [
        Holder(bytes(row.public or b""), bytes(row.salt or b""), Cost(row.passes, row.memory))
        for row in (rows[place] for place in PLACES)
    ]


def _still_preparing(election: Election) -> None:
    if election.state not in {
        ElectionState.DRAFT,
        ElectionState.NOMINATION,
        ElectionState.READY,
    }:
        raise TooLate("The poll has been opened with these keys; they stay as they are.")


def _lock(election: Election) -> Election:
    """Whoever sets a passphrase, rehearses or opens the poll does so one after the other."""
    locked = Election.objects.select_for_update().get(pk=election.pk)
    _still_preparing(locked)
    return locked


def _forget_rehearsal(election: Election) -> None:
    election.locks.all().delete()
    Election.objects.filter(pk=election.pk).update(rehearsed_at=None, public_key=None)
