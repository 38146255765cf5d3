"""What is done already is not done again, and what was broken off is begun anew."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from tests.house.conftest import write

DEMO = ["demo"]
EVERYTHING = [
    "Making .venv for Python packages",
    "Installing Python packages",
    "Looking for Node",
    "Fetching front-end parts",
    "Building styles, scripts and fonts",
    "Looking for Pango, which makes PDFs",
]


def titles(manage: ModuleType, command: list[str]) -> list[str]:
    return [step.title for step in manage.steps(command)]


def finish(manage: ModuleType, command: list[str]) -> None:
    write(manage.PYTHON, "")
    for step in manage.steps(command):
        write(step.stamp, step.key)


def test_a_fresh_clone_needs_everything(manage: ModuleType, portal: Path) -> None:
    assert titles(manage, DEMO) == EVERYTHING


def test_a_second_start_has_nothing_to_do_and_starts_no_other_program(
    manage: ModuleType, portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*command: object, **options: object) -> NoReturn:
        raise AssertionError(f"started {command}")

    finish(manage, DEMO)
    monkeypatch.setattr(subprocess, "Popen", refuse)

    manage.set_up(DEMO)

    assert not (portal / ".setup").exists()  # not even the lock was taken


def test_only_the_suite_needs_the_test_tools_and_a_browser(
    manage: ModuleType, portal: Path
) -> None:
    finish(manage, DEMO)

    assert titles(manage, ["makemigrations"]) == []
    assert titles(manage, ["setup", "--dev"]) == ["Installing the test tools"]
    assert titles(manage, ["test", "--on", "sqlite"]) == ["Installing the test tools"]
    assert titles(manage, ["test"]) == ["Installing the test tools", "Looking for Chromium"]


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("requirements/runtime.txt", ["Installing Python packages"]),
        (
            "requirements/assets.txt",
            ["Installing Python packages", "Building styles, scripts and fonts"],
        ),
        (
            "package-lock.json",
            ["Fetching front-end parts", "Building styles, scripts and fonts"],
        ),
        ("static/scss/components/_card.scss", ["Building styles, scripts and fonts"]),
        ("requirements/node.txt", ["Looking for Node"]),
        ("requirements/dev.txt", []),
    ],
)
def test_a_changed_file_repeats_the_steps_that_read_it(
    manage: ModuleType, portal: Path, changed: str, again: list[str]
) -> None:
    finish(manage, DEMO)

    write(portal / changed, "changed")

    assert titles(manage, DEMO) == again


def test_an_environment_that_was_broken_off_is_made_anew_with_all_its_packages(
    manage: ModuleType, portal: Path
) -> None:
    finish(manage, ["test"])

    manage.ENVIRONMENT.unlink()  # as a set-up leaves it that was killed while packages changed

    assert titles(manage, ["test"]) == [
        "Making .venv for Python packages",
        "Installing Python packages",
        "Installing the test tools",
        "Looking for Node",
        "Looking for Pango, which makes PDFs",
        "Looking for Chromium",
    ]


def test_an_environment_whose_python_moved_on_is_made_anew(
    manage: ModuleType, portal: Path
) -> None:
    finish(manage, DEMO)
    manage.PYTHON.unlink()
    manage.PYTHON.symlink_to(sys.executable)
    write(manage.ENVIRONMENT, "3.10")

    assert titles(manage, DEMO)[:2] == EVERYTHING[:2]


def test_an_environment_made_by_another_python_is_kept(manage: ModuleType, portal: Path) -> None:
    finish(manage, DEMO)
    write(manage.ENVIRONMENT, "3.13")

    assert titles(manage, DEMO) == []


def test_while_packages_change_the_environment_counts_as_unfinished(
    manage: ModuleType, portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(manage.ENVIRONMENT, "3.11")
    seen = []

    def install(on: object, files: list[str]) -> bool:
        seen.append((files, manage.ENVIRONMENT.exists()))
        return True

    monkeypatch.setattr(manage.SetUp, "install_with_uv", install)
    with (portal / "log").open("wb") as log:
        manage.SetUp(log, log).install_packages()

    files = ["-r", "requirements/runtime.txt", "-r", "requirements/assets.txt"]
    assert seen == [(files, False)]
    assert manage.stamped(manage.ENVIRONMENT) == "3.11"


def test_a_failed_step_shows_the_end_of_its_output_and_what_to_do(
    manage: ModuleType, portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(on: object) -> NoReturn:
        noise = "for line in range(40): print('line', line)"
        assert on.run(sys.executable, "-c", noise)  # type: ignore[attr-defined]
        raise manage.Failed("Is the network there?")

    steps = [manage.Step("Installing Python packages", portal / "stamp", "key", fail)]
    with manage.one_at_a_time() as lock, manage.LOG.open("wb") as log:
        on = manage.SetUp(log, lock)
        with pytest.raises(SystemExit) as stopped:
            manage.perform(steps, on)

    shown = capsys.readouterr().err
    assert shown.startswith("[1/1] Installing Python packages …  failed after")
    assert "line 39" in shown
    assert "line 19" not in shown
    assert "Is the network there?" in str(stopped.value)
    assert str(manage.LOG) in str(stopped.value)
    assert not (portal / "stamp").exists()


def test_the_portal_starts_without_pango_and_is_told_again(
    manage: ModuleType,
    portal: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    finish(manage, DEMO)
    manage.PANGO.unlink()
    tried = []
    monkeypatch.setattr(manage, "missing_libraries", lambda: ["pango-1.0.so.0"])
    monkeypatch.setattr(manage.SetUp, "install_debian", lambda on, *names: tried.append(names))

    manage.set_up(DEMO)
    manage.set_up(DEMO)

    shown = capsys.readouterr().err
    assert shown.count("[1/1] Looking for Pango, which makes PDFs …  not found") == 2
    assert shown.count("its PDFs wait until Pango is there") == 2
    assert len(tried) == 1  # Debian is asked once, or every start would wait for it


@pytest.mark.parametrize("variables", [{"HLP_CONTAINER": "1"}, {"HLP_SETUP": "skip"}])
def test_an_image_and_whoever_skips_it_get_no_set_up(
    manage: ModuleType,
    portal: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
) -> None:
    started: list[object] = []
    monkeypatch.setattr(manage, "get_ready", started.append)
    monkeypatch.setattr(manage, "run_django", lambda: None)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    manage.main(["check"])

    assert started == []


def test_an_old_python_gets_a_sentence(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python 3\.8"):
        manage.main(["demo"])


def test_the_same_command_starts_again_inside_with_its_environment(
    manage: ModuleType, portal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(manage, DEMO)
    started = []
    monkeypatch.setattr(manage.os, "execve", lambda *call: started.append(call))
    monkeypatch.setattr(sys, "orig_argv", ["/usr/bin/python3", "-X", "dev", "manage.py", "demo"])

    manage.get_ready(DEMO)

    inside = str(manage.PYTHON)
    assert started == [(inside, [inside, "-X", "dev", "manage.py", "demo"], os.environ)]
