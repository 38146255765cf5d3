"""What "Is my vote secret?" promises; the page names these tests."""

import ast
import inspect
import logging
import re
from itertools import combinations
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import DateField, ForeignKey, TimeField
from django.test import Client
from django.urls import reverse

from board import sealing
from board.models import BoardCode, BoardMarks, KeyLock, SealedBallot, VoterRoll, ballots
from board.services import closing, publishing
from board.views.elections.secrecy import PROMISES
from hlp.kit.models import OutboxMessage
from tests.board.elections import forensics
from tests.factories import board as made
from tests.factories.sessions import client_of

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}(?:-[A-Z0-9]{2,4})?")
NOW = made.opens_at()
OF_OPENING = {"auditlog_logentry", "board_election", "board_keyholder"}  # what else it writes


@pytest.fixture
def at_the_time(time_machine):
    time_machine.move_to(NOW)


def vote_in_the_browser(election, school, *chosen, own=""):
    """Paper, review, cast, as pages. Returns the client, the code and what travelled."""
    client = client_of(made.head_of(school))
    url = reverse("board:vote", args=[election.pk, school.pk])
    paper = client.get(url).context["form"]["paper"].value()
    marks = {f"contest-{n.contest_id}": [] for n in chosen}
    for nomination in chosen:
        marks[f"contest-{nomination.contest_id}"].append(nomination.pk)
    review = client.post(url, {**marks, "paper": paper})
    token = review.context["form"]["review"].value()
    done = client.post(f"{url}cast/", {"review": token, "own": own})
    return client, done.context["code"], token


def as_kept(key):
    """A random key, as the engine writes it."""
    return key.bytes if connection.vendor == "postgresql" else key.hex.encode()


def test_no_ballot_model_has_a_handle():
    """No date, person, school (but on the roll), address or sequence; the roll has one flag."""
    allowed = {
        VoterRoll: {"id", "election", "school", "has_voted"},
        SealedBallot: {"id", "election", "envelope"},
        BoardCode: {"id", "election", "code"},
        BoardMarks: {"id", "contest", "marks"},
    }
    in_module = {
        model
        for _, model in inspect.getmembers(ballots, inspect.isclass)
        if model.__module__ == ballots.__name__
    }

    assert in_module == set(allowed)
    for model, names in allowed.items():
        fields = model._meta.get_fields()
        assert {f.name for f in fields} == names
        assert not [f for f in fields if isinstance(f, DateField | TimeField)]
        assert model._meta.pk.get_internal_type() == "UUIDField"
        targets = {f.related_model.__name__ for f in fields if isinstance(f, ForeignKey)}
        assert targets <= (
            {"Election", "School"} if model is VoterRoll else {"Election", "Contest"}
        )


@pytest.mark.django_db(transaction=True)
def test_a_dump_of_an_open_poll_contains_no_code_and_no_choice(at_the_time, caplog):
    """Database, sessions, outbox and logs; one school marks what nobody else does."""
    caplog.set_level(logging.DEBUG)
    election = made.voting()
    names = made.candidates(election)
    schools = made.roll(election)

    _, code, token = vote_in_the_browser(election, schools[0], names[0], names[2], own="q7z")
    vote_in_the_browser(election, schools[1])

    dump = b"\n".join(row for _, row in forensics.dump())
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    mails = [m.text + m.html + m.subject for m in OutboxMessage.objects.all()]
    everything = [dump.decode("latin-1"), *sessions, *mails, caplog.text]
    assert CODE.fullmatch(code)
    assert len(code) == 18
    chosen = [names[0].pk, names[2].pk]
    choice = (str(chosen), str(chosen).replace(" ", ""), '"marks"')
    for secret in (code, code[:14], token, token.split(":")[0], *choice):
        assert [text for text in everything if secret in text] == []
    lengths = {len(bytes(row.envelope)) for row in SealedBallot.objects.all()}
    assert len(lengths) == 1
    assert not BoardMarks.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_left_behind_ties_a_school_to_a_vote(at_the_time):
    """Every table of the schema, by its hidden columns, and on SQLite the file with its journal."""
    election = made.voting(candidates=12)
    names, schools = made.candidates(election), made.roll(election)
    during, envelopes, codes = set(), [], []
    for school, three in zip(schools, combinations(names, 3), strict=False):
        codes.append(vote_in_the_browser(election, school, *three)[1])
        envelopes.append(bytes(SealedBallot.objects.exclude(envelope__in=envelopes).get().envelope))
        if connection.vendor == "postgresql":
            for table in forensics.tables():
                during.update(forensics.transactions(table))
    locks = [bytes(lock.box) for lock in KeyLock.objects.all()]
    keys = [as_kept(pk) for pk in VoterRoll.objects.values_list("pk", flat=True)]

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the engine does by itself, also while voting lasts

    closed = closing.close(
        election=election, passphrases=made.TWO, by=made.officer(), now=made.after()
    )
    closing.sweep(election=closed, by=made.officer(), now=made.after())

    assert sorted(BoardCode.objects.values_list("code", flat=True)) == sorted(codes)
    for code in codes:
        assert forensics.tables_with(code) == ["board_boardcode"]
    if connection.vendor == "postgresql":
        found = [set(forensics.transactions(table)) for table in forensics.BALLOTS]
        assert len(set.union(*found)) == 1
        assert not set.union(*found) & during
        samples = forensics.sampled()
        assert samples
        assert [
            at for *at, text in samples for one in (*envelopes, *locks) if one.hex() in text
        ] == []
        # What else the opening wrote: nothing that has to do with a school or who voted for it.
        others = {t for t in forensics.tables() if set(forensics.transactions(t)) & found[0]}
        assert others - set(forensics.BALLOTS) <= OF_OPENING
    left = forensics.files()
    assert [one for one in (*envelopes, *locks, *keys) if one in left] == []


@pytest.mark.django_db
def test_no_list_remembers_the_order_of_voting():
    """50 ballots in a known order; neither hidden order, nor keys, nor the files show it."""
    election = made.voting(candidates=50)
    names, schools = made.candidates(election), made.roll(election)
    patterns = list(combinations(names, 3))[:50]
    codes = [
        made.vote(election, school, *three, own=f"{n:02}")
        for n, (school, three) in enumerate(zip(schools, patterns, strict=True))
    ]
    made.opened(election)

    place = {code: n for n, code in enumerate(codes)}
    pattern = {str([x.pk for x in three]): n for n, three in enumerate(patterns)}
    turn = {school.pk: n for n, school in enumerate(schools)}
    lists = [
        [place[c] for c in forensics.in_hidden_order("board_boardcode", "code")],
        [place[c] for c in BoardCode.objects.order_by("pk").values_list("code", flat=True)],
        [place[c] for c in BoardCode.objects.values_list("code", flat=True)],
        [place[c] for c in publishing.codes_file(election).split()[1:]],
        [pattern[str(m)] for m in BoardMarks.objects.values_list("marks", flat=True)],
        [
            pattern[str(m)]
            for m in BoardMarks.objects.order_by("pk").values_list("marks", flat=True)
        ],
        [turn[s] for s in forensics.in_hidden_order("board_voterroll", "school_id")],
    ]

    for found in lists:
        assert len(found) == 50
        assert abs(forensics.correlation(found)) < forensics.FAR


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_left_lies_in_the_order_of_voting():
    """The same with the engine swept: every table by its hidden columns, the file byte by byte."""
    election = made.voting(candidates=50)
    names, schools = made.candidates(election), sealing.shuffled(made.roll(election))
    patterns = list(combinations(names, 3))[:50]
    codes = [
        made.vote(election, school, *three) for school, three in zip(schools, patterns, strict=True)
    ]
    by_code = {code: n for n, code in enumerate(codes)}
    by_marks = {str([x.pk for x in three]): n for n, three in enumerate(patterns)}
    turn = {school.pk: n for n, school in enumerate(schools)}

    closed = closing.close(
        election=election, passphrases=made.TWO, by=made.officer(), now=made.after()
    )
    closing.sweep(election=closed, by=made.officer(), now=made.after())

    orders = {
        "board_boardcode": forensics.places_of(by_code)["board_boardcode"],
        "board_boardmarks": forensics.places_of(by_marks)["board_boardmarks"],
        "board_voterroll": [
            turn[s] for s in forensics.in_hidden_order("board_voterroll", "school_id")
        ],
    }
    assert set(forensics.places_of(by_code)) == {"board_boardcode"}
    assert set(forensics.places_of(by_marks)) == {"board_boardmarks"}
    if connection.vendor == "postgresql":
        for table in orders:
            assert len(set(forensics.transactions(table))) == 1
    else:
        left = forensics.files()
        orders |= {
            "codes in the file": forensics.in_file(by_code, left),
            "marks in the file": forensics.in_file(by_marks, left),
        }
        assert forensics.rows("PRAGMA freelist_count") == [(0,)]
    for where, order in orders.items():
        assert len(order) == 50, where  # each once, also in free pages and journal
        assert abs(forensics.correlation(order)) < forensics.FAR, where


def test_an_order_that_is_remembered_is_seen():
    assert forensics.correlation(range(50)) == pytest.approx(1)
    assert forensics.correlation(range(50, 0, -1)) == pytest.approx(-1)


@pytest.mark.django_db
def test_the_code_goes_nowhere_but_to_the_voter(at_the_time, caplog, mailoutbox):
    caplog.set_level(logging.DEBUG)
    election = made.voting()
    school = made.roll(election)[0]

    client, code, _ = vote_in_the_browser(election, school)
    again = client.post(
        reverse("board:cast_vote", args=[election.pk, school.pk]), {"review": "x", "own": ""}
    )

    assert "has voted" in again.content.decode()
    assert code not in again.content.decode()
    assert forensics.tables_with(code) == []
    assert code not in caplog.text + "".join(mail.body for mail in mailoutbox)
    assert code not in str(dict(client.session))


@pytest.mark.django_db
def test_a_code_on_the_board_shows_no_choice(at_the_time, time_machine):
    election = made.voting(candidates=6)
    names, schools = made.candidates(election), made.roll(election)
    code = made.vote(election, schools[0], names[0])
    for school in schools[1:]:
        made.vote(election, school, *names[1:4])
    made.opened(election)
    made.declaring.declare(election=election, by=made.officer(), now=made.after())
    client = client_of(made.head_of(schools[0]))
    url = reverse("board:counted", args=[election.pk])

    right = client.post(url, {"code": code.lower().replace("-", " ")}).content.decode()
    wrong = client.post(url, {"code": code[:-1] + ("A" if code[-1] != "A" else "C")})

    assert "Counted: this code is in the list" in right
    assert "This code is not in the list" in wrong.content.decode()
    assert right.count(names[0].label) == client.get(url).content.decode().count(names[0].label)


@pytest.mark.django_db
def test_nobody_sees_a_total_while_voting_is_open(at_the_time):
    """Not the returning officer, not the office, not a superuser: there is nothing to total."""
    election = made.voting()
    schools = made.roll(election)
    made.vote(election, schools[0], *made.candidates(election)[:3])
    superuser = made.officer()
    superuser.is_superuser = superuser.is_staff = True
    superuser.save()
    everybody = (None, superuser, made.second(), made.head_of(schools[0]))

    assert publishing.tallies(election) == []
    assert not {VoterRoll, SealedBallot, BoardCode, BoardMarks} & set(admin.site._registry)
    for name in ("counted", "codes", "voters", "votes_csv", "codes_csv"):
        for user in everybody:
            url = reverse(f"board:{name}", args=[election.pk])
            assert client_of(user).get(url).status_code == (302 if user is None else 404)
    page = Client().get(reverse("board:election_detail", args=[election.pk])).content.decode()
    assert re.search(r">1</span>\s*<span[^>]*>schools have voted", page)


def test_every_promise_names_a_test_that_exists():
    here = Path(__file__).parent
    known = {
        node.name
        for path in here.glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    assert {name for _, name in PROMISES} - known == set()
