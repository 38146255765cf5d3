"""`pytest --on sqlite|postgres|journeys`: which real servers this run stands on.

Loaded with `-p` before anything else, because the environment must be set before Django reads its
settings. Servers nobody asked for never start; those we started are stopped whatever happens.
"""

import atexit
import os
import signal
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import MISSING, find_chromium
from tests.servers.folder import in_ci, remove_run_folder, run_folder
from tests.servers.postgres import PostgresServer
from tests.servers.valkey import ValkeyServer

ENGINES = ("sqlite", "postgres", "journeys")
JOURNEYS = Path(__file__).resolve().parent.parent / "journeys"
ASKED_ONCE = [
    JOURNEYS.parent / place
    for place in ("architecture", "house", "ui", "access/test_every_url_by_role.py")
]

running: list[PostgresServer | ValkeyServer] = []
missing: list[str] = []  # sentences; why this run could not be what it was asked to be


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on",
        choices=ENGINES,
        default="sqlite",
        help="the servers to test on: a SQLite file, PostgreSQL, or PostgreSQL, Redis and a"
        " browser (DATABASE_URL and REDIS_URL if given, else our own)",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    options = early_config.known_args_namespace
    atexit.register(stop_everything)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a run told to end cleans up, too
    set_environment(options.on, start=not (options.help or options.collectonly))
    if missing and in_ci():
        stop_everything()
        raise pytest.UsageError(*missing)
    try:
        return (yield)
    except BaseException:  # settings or models that do not load
        stop_everything()
        raise


def set_environment(on: str, *, start: bool) -> None:
    given = {name: os.environ.pop(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
    os.environ["VAR_DIR"] = str(run_folder() / "var")
    # Only a placeholder when a server is wanted but missing; everything is skipped then.
    os.environ["DATABASE_URL"] = f"sqlite:///{run_folder() / 'hlp.sqlite3'}"
    if on == "sqlite" or not start:
        return
    database_url = given["DATABASE_URL"] or started(PostgresServer(run_folder()), "PostgreSQL")
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    if on == "journeys":
        os.environ["REDIS_URL"] = given["REDIS_URL"] or started(ValkeyServer(run_folder()), "Redis")
        if not find_chromium():
            missing.append(MISSING)
        # Playwright's own event loop runs in this thread; Django would take it for async code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def started(server: PostgresServer | ValkeyServer, name: str) -> str:
    """The address of the server, or nothing and a sentence in `missing`."""
    variable = "DATABASE_URL" if name == "PostgreSQL" else "REDIS_URL"
    try:
        server.start()
    except Exception as error:  # whatever keeps a server from starting is reported the same way
        missing.append(
            f"{name} could not be started for the tests ({type(error).__name__}: {error})."
            f" Install requirements/dev.txt, or set {variable} to a server of your own."
        )
        return ""
    running.append(server)
    return server.url


def stop_everything() -> None:
    while running:
        running.pop().stop()
    remove_run_folder()


def pytest_unconfigure() -> None:
    stop_everything()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys run on `--on journeys` and nothing else does then.

    What needs two writers at a time is for PostgreSQL; SQLite has one. What asks no database is
    asked once, on SQLite, and so is every address by every role: the journeys open each page on
    PostgreSQL.
    """
    on = config.option.on
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        journey = item.path.is_relative_to(JOURNEYS)
        if journey:
            item.add_marker(pytest.mark.journey)
        if on == "postgres":
            fits = not any(item.path.is_relative_to(place) for place in ASKED_ONCE)
        else:
            fits = not item.get_closest_marker("two_writers")
        (kept if journey == (on == "journeys") and fits else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
    for item in items:
        # Without a browser the stories that need none still run.
        needs = getattr(item, "fixturenames", ())
        reasons = [why for why in missing if why != MISSING or "browser_name" in needs]
        if reasons:
            item.add_marker(pytest.mark.skip(reason=" ".join(reasons)))


def without_skipping(report: Any) -> Any:
    """In CI a skipped test is a failed one: a hole in the suite must not pass for green."""
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    return without_skipping((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return without_skipping((yield))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for sentence in dict.fromkeys(missing):
        terminalreporter.write_line(f"NOT TESTED: {sentence}", red=True, bold=True)
