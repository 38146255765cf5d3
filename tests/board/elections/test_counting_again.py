"""Anybody counts again: the command, and a program of twenty lines on the published file."""

import hashlib
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from board.models import BoardCode, BoardMarks, VoterRoll
from board.services import publishing
from board.states import HowElected
from hlp.kit import frozen
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
SCRIPT = configured.BASE_DIR / "docs" / "recount.py"


def run_script(tmp_path, text, *lot):
    file = tmp_path / "votes.csv"
    file.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(file), *lot], capture_output=True, text=True, check=True
    )
    return done.stdout


def elected_by(output):
    rows = [line.split("\t") for line in output.splitlines()]
    return [row[1] for row in rows if row[-1] == "ELECTED"]


def test_the_script_finds_the_declared_winners_from_the_file(tmp_path):
    election = made.declared(tie=True, candidates=6, secondary=1)
    text = publishing.votes_file(election)
    lots = [c.lot for c in election.contests.all() if hasattr(c, "lot")]
    labels = {n.pk: n.label for c in election.contests.all() for n in c.nominations.all()}

    before = run_script(tmp_path, text)
    after = run_script(tmp_path, text, *(labels[pk] for lot in lots for pk in lot.order))

    declared = {
        labels[r.nomination_id]
        for contest in election.contests.all()
        for r in contest.results.exclude(place=None)
    }
    assert f"SHA-256 {election.result_digest}" in before
    assert "TIED" in before
    assert set(elected_by(after)) == declared


def test_the_digest_on_the_page_is_that_of_the_file(time_machine):
    election = made.declared()
    time_machine.move_to(made.after())
    client = client_of(made.head_of(made.roll(election)[0]))

    page = client.get(reverse("board:counted", args=[election.pk])).content.decode()

    for name in ("votes_csv", "codes_csv"):
        file = client.get(reverse(f"board:{name}", args=[election.pk])).content
        assert hashlib.sha256(file).hexdigest() in page


@pytest.mark.parametrize("model", [BoardCode, BoardMarks, VoterRoll])
def test_the_page_says_so_when_a_row_is_gone(model, time_machine):
    election = made.declared(tie=True, candidates=7)  # one school of seven has not voted
    time_machine.move_to(made.after())
    client = client_of(made.head_of(made.roll(election)[0]))
    url = reverse("board:counted", args=[election.pk])
    assert "It reconciles." in client.get(url).content.decode()

    frozen.lift(connection)
    rows = model.objects.all()
    (rows.filter(has_voted=False) if model is VoterRoll else rows)[0].delete()

    page = client.get(url).content.decode()
    assert "It does not reconcile." in page
    assert "It reconciles." not in page


def test_the_script_is_short():
    code = SCRIPT.read_text("utf-8").split('"""')[2]

    assert len([line for line in code.splitlines() if line.strip()]) <= 20


def test_the_command_agrees_with_the_declaration():
    election = made.declared(tie=True, candidates=6)
    out = StringIO()

    call_command("recount", election.pk, stdout=out)

    assert "The recount gives the same result" in out.getvalue()
    assert "elected by lot" in out.getvalue()
    assert election.contests.get().results.filter(how=HowElected.LOT).exists()


def test_the_command_sees_a_vote_that_is_gone():
    election = made.declared()
    frozen.lift(connection)
    BoardMarks.objects.first().delete()
    BoardCode.objects.update(code="AAAA-AAAA-AAAA")

    with pytest.raises(CommandError, match="not the same number") as told:
        call_command("recount", election.pk, stdout=StringIO())

    assert "codes are not those" in str(told.value)


def test_there_is_nothing_to_count_while_voting():
    election = made.voting()

    with pytest.raises(CommandError, match="not been opened"):
        call_command("recount", election.pk)


def test_a_declared_result_cannot_change():
    """At the database too, on both engines."""
    election = made.declared()
    result = election.contests.get().results.first()

    for attempt in (
        lambda: election.contests.get().results.update(how=HowElected.NOT),
        lambda: BoardMarks.objects.first().delete(),
        lambda: BoardCode.objects.create(election=election, code="AAAA-AAAA-AAAA"),
        lambda: type(election).objects.filter(pk=election.pk).update(votes_cast=1),
        lambda: election.roll.update(has_voted=False),
        lambda: result.contest.nominations.update(name="Somebody Else"),
        lambda: election.contests.update(seats=1),
        result.delete,
    ):
        with pytest.raises(Exception, match="frozen"), transaction.atomic():
            attempt()
