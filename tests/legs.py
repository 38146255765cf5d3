"""`manage.py test`: the suite's legs, pytest once for each, started before Django is imported.

The standard library alone, since manage.py asks it before anything is installed.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import IO

ROOT = Path(__file__).resolve().parent.parent

# The suite's three legs, in the order in which they run.
LEGS = {
    "sqlite": "on SQLite",
    "postgres": "on PostgreSQL",
    "journeys": "in the browser, on PostgreSQL and a Redis server",
}


def asked_for(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The legs that `test` shall run, and the arguments that are pytest's."""
    rest = list(arguments)
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name != "--on":
            continue
        del rest[place : place + (1 if value else 2)]
        leg = value or "".join(arguments[place + 1 : place + 2])
        if leg not in LEGS:
            sys.exit(f"--on takes one of: {', '.join(LEGS)}")
        return [leg], rest
    return list(LEGS), rest


def run_tests(arguments: list[str], *, path: str) -> int:
    """pytest once per leg, before Django is imported; the first failure is the exit code.

    With two processors the first leg runs while the second does, and is shown after it.
    """
    legs, rest = asked_for(arguments)
    beside = legs[0] if len(legs) > 1 and (os.cpu_count() or 1) > 1 else ""
    codes, waits = [], []
    for leg in legs:
        if leg == beside:
            waits.append((leg, run_beside("--on", leg, *rest, path=path)))
            continue
        print(f"\n===== The suite {LEGS[leg]} =====", flush=True)
        codes.append(run_pytest("--on", leg, *rest, path=path))
        while waits:
            codes.insert(0, shown(*waits.pop()))
        if 2 in codes:  # somebody pressed Ctrl-C
            return 2
    nothing_collected = 5
    if rest and set(codes) != {nothing_collected}:
        codes = [0 if code == nothing_collected else code for code in codes]
    return next((code for code in codes if code), 0)


def shown(leg: str, wait: Callable[[], tuple[int, str]]) -> int:
    """The end of a leg that ran beside another, and what it printed."""
    code, text = wait()
    print(f"\n===== The suite {LEGS[leg]} =====\n{text}", flush=True)
    return code


def run_pytest(*arguments: str, path: str) -> int:
    return waited_for(start_pytest(*arguments, path=path))


def run_beside(*arguments: str, path: str) -> Callable[[], tuple[int, str]]:
    """Start pytest and go on; called, what is returned waits for its code and its output."""
    printed = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - read later
    pytest = start_pytest(*arguments, path=path, output=printed)

    def wait() -> tuple[int, str]:
        code = waited_for(pytest)
        with printed:
            printed.seek(0)
            return code, printed.read()

    return wait


def start_pytest(
    *arguments: str, path: str, output: IO[str] | None = None
) -> subprocess.Popen[bytes]:
    changed = {"DJANGO_SETTINGS_MODULE": "hlp.settings.test", "PATH": path}
    command = [sys.executable, "-m", "pytest", *arguments]
    environment = {**os.environ, **changed}
    pytest = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
    before = signal.getsignal(signal.SIGTERM)

    def end(number: int, frame: FrameType | None) -> None:
        pytest.terminate()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, end)
    return pytest


def waited_for(pytest: subprocess.Popen[bytes]) -> int:
    with pytest:
        while True:
            try:
                return pytest.wait()
            except KeyboardInterrupt:  # pytest got it as well, and stops its servers first
                continue
