"""The sealed box: envelopes of one length, and a key that opens to any two of three keyholders.

Pure cryptography on libsodium; knows no model, no setting and no clock.

A keyholder's passphrase gives, through argon2id, a key pair of its own, of which only the public
half is ever stored. The election's private key is sealed for each pair of keyholders, to the one
inside the other, so that one passphrase opens nothing and any two open everything.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

# Nothing that is mistaken for something else when it is read out or copied by hand.
ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
CODE_GROUPS, PHRASE_GROUPS = 3, 6  # of four: 56 bits are never met twice, 112 never guessed
HEADER = 4  # bytes that say how long the content is

T = TypeVar("T")


class CannotOpen(Exception):
    """These passphrases do not open the key, or this is no envelope of ours."""


@dataclass(frozen=True)
class Cost:
    """What trying one passphrase costs whoever tries: passes and bytes of memory of argon2id."""

    passes: int = pwhash.argon2id.OPSLIMIT_MODERATE
    memory: int = pwhash.argon2id.MEMLIMIT_MODERATE


@dataclass(frozen=True)
class Holder:
    """What is stored of a keyholder: enough to seal to, not enough to open."""

    public: bytes
    salt: bytes
    cost: Cost


Pair = tuple[int, int]


def new_code() -> str:
    """A tracking code: ACDE-FGHJ-KLMN."""
    return _groups(CODE_GROUPS)


def new_passphrase() -> str:
    """For the printed key."""
    return _groups(PHRASE_GROUPS)


def new_holder(passphrase: str, cost: Cost) -> Holder:
    salt = secrets.token_bytes(pwhash.argon2id.SALTBYTES)
    return Holder(bytes(_private(passphrase, salt, cost).public_key), salt, cost)


def is_theirs(passphrase: str, holder: Holder) -> bool:
    return bytes(_key_of(passphrase, holder).public_key) == holder.public


def new_key(holders: Sequence[Holder]) -> tuple[bytes, dict[Pair, bytes]]:
    """The election's public key, and its private one sealed for each two of the holders."""
    private = PrivateKey.generate()
    locks = {
        (one, two): _seal_to(holders[one], _seal_to(holders[two], bytes(private)))
        for one, two in combinations(range(len(holders)), 2)
    }
    return bytes(private.public_key), locks


def open_key(
    passphrases: Mapping[int, str], holders: Sequence[Holder], locks: Mapping[Pair, bytes]
) -> bytes:
    """The private key, from two holders' passphrases; CannotOpen never says which is wrong."""
    one, two = sorted(passphrases)
    keys = [_key_of(passphrases[n], holders[n]) for n in (one, two)]
    return _unlock(keys[0], keys[1], locks[one, two])


def prove(
    passphrases: Sequence[str],
    holders: Sequence[Holder],
    public: bytes,
    locks: Mapping[Pair, bytes],
) -> None:
    """The rehearsal: every pair opens a trial envelope, or CannotOpen."""
    trial = seal(public, b"rehearsal", 64)
    keys = [_key_of(phrase, holder) for phrase, holder in zip(passphrases, holders, strict=True)]
    for one, two in combinations(range(len(holders)), 2):
        private = _unlock(keys[one], keys[two], locks[one, two])
        if open_envelope(private, trial) != b"rehearsal":
            raise CannotOpen


def seal(public: bytes, content: bytes, size: int) -> bytes:
    """An envelope around `content`, as long as every other envelope of this size."""
    if len(content) > size:
        raise ValueError("The content is longer than the envelope.")
    padded = len(content).to_bytes(HEADER, "big") + content.ljust(size, b"\0")
    return SealedBox(PublicKey(public)).encrypt(padded)


def open_envelope(private: bytes, envelope: bytes) -> bytes:
    padded = _open(PrivateKey(private), envelope)
    length = int.from_bytes(padded[:HEADER], "big")
    return padded[HEADER : HEADER + length]


def shuffled(rows: Iterable[T]) -> list[T]:
    """In an order nobody chose: from the machine's own randomness, never from a seed."""
    found = list(rows)
    secrets.SystemRandom().shuffle(found)
    return found


def _groups(how_many: int) -> str:
    letters = [secrets.choice(ALPHABET) for _ in range(4 * how_many)]
    return "-".join("".join(letters[n : n + 4]) for n in range(0, len(letters), 4))


def _private(passphrase: str, salt: bytes, cost: Cost) -> PrivateKey:
    seed = pwhash.argon2id.kdf(
        PrivateKey.SIZE,
        _as_typed(passphrase).encode(),
        salt,
        opslimit=cost.passes,
        memlimit=cost.memory,
    )
    return PrivateKey(seed)


def _as_typed(passphrase: str) -> str:
    """Spaces at the ends and doubled ones are slips of the keyboard, never part of a phrase."""
    return " ".join(passphrase.split())


def _key_of(passphrase: str, holder: Holder) -> PrivateKey:
    return _private(passphrase, holder.salt, holder.cost)


def _unlock(one: PrivateKey, two: PrivateKey, lock: bytes) -> bytes:
    return _open(two, _open(one, lock))


def _seal_to(holder: Holder, content: bytes) -> bytes:
    return SealedBox(PublicKey(holder.public)).encrypt(content)


def _open(private: PrivateKey, box: bytes) -> bytes:
    try:
        return SealedBox(private).decrypt(box)
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen from None
