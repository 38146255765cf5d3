"""One passphrase opens nothing, any two open everything; every envelope looks like every other."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from board import sealing
from board.sealing import CannotOpen, Cost

CHEAP = Cost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
PHRASES = ("violet harbour kettle", "seventy paper lanterns", sealing.new_passphrase())
PAIRS = list(combinations(range(3), 2))


@pytest.fixture(scope="module")
def box():
    holders = [sealing.new_holder(phrase, CHEAP) for phrase in PHRASES]
    public, locks = sealing.new_key(holders)
    return holders, public, locks


@pytest.mark.parametrize("pair", PAIRS)
def test_any_two_open_it(box, pair):
    holders, public, locks = box
    envelope = sealing.seal(public, b"what I chose", 64)

    private = sealing.open_key({n: PHRASES[n] for n in pair}, holders, locks)

    assert sealing.open_envelope(private, envelope) == b"what I chose"


@pytest.mark.parametrize("pair", PAIRS)
def test_one_opens_nothing(box, pair):
    """One that is right, with any other of the stored secrets or a wrong one beside it."""
    holders, _, locks = box
    for known in pair:
        for wrong in ("", "guess", PHRASES[known]):
            tried = {n: PHRASES[n] if n == known else wrong for n in pair}
            with pytest.raises(CannotOpen):
                sealing.open_key(tried, holders, locks)


def test_one_layer_shows_no_key(box):
    """Whoever has one passphrase peels one seal and stands before the other."""
    holders, _, locks = box
    own = sealing._private(PHRASES[0], holders[0].salt, CHEAP)

    inner = sealing._open(own, locks[0, 1])

    with pytest.raises(CannotOpen):
        sealing._open(own, inner)
    assert len(inner) == 32 + 48  # the private key is still inside a box


def test_the_rehearsal_proves_all_three_pairs(box):
    holders, public, locks = box

    sealing.prove(PHRASES, holders, public, locks)

    for wrong in range(3):
        said = [("mistyped" if n == wrong else phrase) for n, phrase in enumerate(PHRASES)]
        with pytest.raises(CannotOpen):
            sealing.prove(said, holders, public, locks)
    with pytest.raises(CannotOpen):
        sealing.prove(PHRASES, holders, public, {**locks, (1, 2): locks[0, 1]})


def test_a_keyholder_can_check_their_own(box):
    holders = box[0]

    assert sealing.is_theirs(PHRASES[0], holders[0])
    assert sealing.is_theirs("  violet  harbour kettle ", holders[0])
    assert not sealing.is_theirs("Violet harbour kettle", holders[0])


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_what_goes_in_comes_out_and_the_length_says_nothing(box, content):
    holders, public, locks = box
    private = sealing.open_key({0: PHRASES[0], 2: PHRASES[2]}, holders, locks)

    envelope = sealing.seal(public, content, 200)

    assert len(envelope) == len(sealing.seal(public, b"", 200))
    assert envelope != sealing.seal(public, content, 200)
    assert sealing.open_envelope(private, envelope) == content


def test_what_does_not_fit_is_refused(box):
    with pytest.raises(ValueError, match="longer"):
        sealing.seal(box[1], b"x" * 65, 64)


def test_a_damaged_envelope_is_told(box):
    holders, public, locks = box
    private = sealing.open_key({0: PHRASES[0], 1: PHRASES[1]}, holders, locks)
    envelope = bytearray(sealing.seal(public, b"mine", 64))
    envelope[-1] ^= 1

    for broken in (bytes(envelope), b"", b"short"):
        with pytest.raises(CannotOpen):
            sealing.open_envelope(private, broken)


def test_codes_are_easily_copied_and_never_alike():
    codes = {sealing.new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert all(len(code) == 14 and set(code) <= {*sealing.ALPHABET, "-"} for code in codes)
    assert not set("01OISZB258") & set(sealing.ALPHABET)
