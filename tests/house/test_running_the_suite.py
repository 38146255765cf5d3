"""`manage.py test`: three legs in turn, or the one asked for; the first failure counts."""

from types import ModuleType

import pytest

Ran = list[tuple[str, ...]]
ALL = ["sqlite", "postgres", "journeys"]


@pytest.fixture
def codes() -> list[int]:
    """What pytest's runs shall end with, in turn; then with 0."""
    return []


@pytest.fixture
def ran(manage: ModuleType, codes: list[int], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """What pytest was started with, each time."""
    calls: Ran = []

    def run_pytest(*arguments: str) -> int:
        calls.append(arguments)
        return codes.pop(0) if codes else 0

    monkeypatch.setattr(manage, "run_pytest", run_pytest)
    return calls


def test_every_leg_runs_in_turn(manage: ModuleType, ran: Ran) -> None:
    assert manage.run_tests([]) == 0

    assert ran == [("--on", leg) for leg in ALL]


@pytest.mark.parametrize("asking", [["--on", "postgres"], ["--on=postgres"]])
def test_one_leg_can_be_asked_for_and_pytest_gets_the_rest(
    manage: ModuleType, ran: Ran, asking: list[str]
) -> None:
    assert manage.run_tests(["-k", "invoice", *asking, "-q"]) == 0

    assert ran == [("--on", "postgres", "-k", "invoice", "-q")]


def test_an_unknown_leg_is_refused(manage: ModuleType, ran: Ran) -> None:
    with pytest.raises(SystemExit, match="sqlite, postgres, journeys"):
        manage.run_tests(["--on", "oracle"])

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
    manage: ModuleType,
    ran: Ran,
    codes: list[int],
    ending: list[int],
    arguments: list[str],
    expected: int,
) -> None:
    codes += ending

    assert manage.run_tests(arguments) == expected
    assert len(ran) == 3


def test_ctrl_c_ends_the_legs_that_follow_too(
    manage: ModuleType, ran: Ran, codes: list[int]
) -> None:
    codes.append(2)

    assert manage.run_tests([]) == 2
    assert len(ran) == 1
