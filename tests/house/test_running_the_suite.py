"""`manage.py test`: three legs in turn, or the one asked for; the first failure counts."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from tests import legs

Ran = list[tuple[str, ...]]
ALL = ["sqlite", "postgres", "journeys"]


@pytest.fixture
def codes() -> list[int]:
    """What pytest's runs shall end with, in turn; then with 0."""
    return []


@pytest.fixture
def ran(codes: list[int], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """What pytest was started with, each time."""
    calls: Ran = []

    def run_pytest(*arguments: str, path: str) -> int:
        calls.append(arguments)
        return codes.pop(0) if codes else 0

    def run_beside(*arguments: str, path: str) -> Callable[[], tuple[int, str]]:
        code = run_pytest(*arguments, path=path)
        return lambda: (code, "what it printed")

    monkeypatch.setattr(legs, "run_pytest", run_pytest)
    monkeypatch.setattr(legs, "run_beside", run_beside)
    return calls


@pytest.fixture(params=[1, 2], autouse=True)
def processors(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> int:
    """With two, the first leg runs beside the second; what holds must hold with one as well."""
    monkeypatch.setattr(legs.os, "cpu_count", lambda: request.param)
    return int(request.param)


def test_every_leg_runs_in_turn(ran: Ran) -> None:
    assert legs.run_tests([], path="") == 0

    assert ran == [("--on", leg) for leg in ALL]


@pytest.mark.parametrize("asking", [["--on", "postgres"], ["--on=postgres"]])
def test_one_leg_can_be_asked_for_and_pytest_gets_the_rest(ran: Ran, asking: list[str]) -> None:
    assert legs.run_tests(["-k", "invoice", *asking, "-q"], path="") == 0

    assert ran == [("--on", "postgres", "-k", "invoice", "-q")]


def test_an_unknown_leg_is_refused(ran: Ran) -> None:
    with pytest.raises(SystemExit, match="sqlite, postgres, journeys"):
        legs.run_tests(["--on", "oracle"], path="")

    assert ran == []


@pytest.mark.parametrize(
    ("ending", "arguments", "expected"),
    [
        ([0, 1, 3], [], 1),  # the first failure
        ([0, 0, 5], [], 5),  # a leg of the whole suite that holds no test is a fault
        ([5, 5, 0], ["tests/journeys"], 0),  # narrowed: elsewhere there is nothing to collect
        ([5, 5, 5], ["-k", "misspelt"], 5),
        ([1, 5, 5], ["-k", "invoice"], 1),
    ],
)
def test_the_exit_code(
    ran: Ran,
    codes: list[int],
    ending: list[int],
    arguments: list[str],
    expected: int,
) -> None:
    codes += ending

    assert legs.run_tests(arguments, path="") == expected
    assert len(ran) == 3


def test_ctrl_c_ends_the_legs_that_follow_too(ran: Ran, codes: list[int]) -> None:
    codes.append(2)

    assert legs.run_tests([], path="") == 2
    assert len(ran) <= 2


def test_a_leg_beside_another_is_shown_after_it(
    ran: Ran, capsys: pytest.CaptureFixture[str], processors: int
) -> None:
    legs.run_tests([], path="")

    told = capsys.readouterr().out
    assert [told.count(f"The suite {words}") for words in legs.LEGS.values()] == [1, 1, 1]
    assert told.count("what it printed") == processors - 1
    order = sorted(legs.LEGS, key=lambda leg: told.index(legs.LEGS[leg]))
    assert order == (["postgres", "sqlite", "journeys"] if processors == 2 else ALL)


def test_what_runs_beside_keeps_its_output_and_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*arguments: str, path: str, output: object) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "print('words'); raise SystemExit(3)"]
        return subprocess.Popen(command, stdout=output)  # type: ignore[call-overload]

    monkeypatch.setattr(legs, "start_pytest", started)

    assert legs.run_beside("--on", "sqlite", path="")() == (3, "words\n")
