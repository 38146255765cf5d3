"""The suite's own promises: real servers or a sentence, no skipping in CI, no way to the net."""

import os
import socket
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from tests.servers import plugin
from tests.servers.folder import run_folder
from tests.servers.postgres import PostgresServer


class Broken(PostgresServer):
    def start(self):
        raise OSError("no such binary")

    def stop(self):
        raise AssertionError("was never started")


@pytest.fixture
def nothing_missing(monkeypatch):
    monkeypatch.setattr(plugin, "missing", [])
    monkeypatch.setattr(plugin, "running", [])


def test_a_server_that_does_not_start_is_told_with_what_to_do(nothing_missing):
    assert plugin.started(Broken(run_folder()), "PostgreSQL") == ""

    assert plugin.missing == [
        "PostgreSQL could not be started for the tests (OSError: no such binary)."
        " Install requirements/dev.txt, or set DATABASE_URL to a server of your own."
    ]
    assert plugin.running == []


@pytest.mark.parametrize(
    ("ci", "report", "outcome"),
    [
        ("true", SimpleNamespace(skipped=True, outcome="skipped", longrepr="why"), "failed"),
        ("", SimpleNamespace(skipped=True, outcome="skipped", longrepr="why"), "skipped"),
        ("true", SimpleNamespace(skipped=False, outcome="passed", longrepr=None), "passed"),
        (
            "true",
            SimpleNamespace(skipped=True, outcome="skipped", longrepr="why", wasxfail="known"),
            "skipped",
        ),
    ],
)
def test_in_ci_a_skipped_test_fails(monkeypatch, ci, report, outcome):
    monkeypatch.setenv("CI", ci)

    assert plugin.without_skipping(report).outcome == outcome


def test_servers_given_by_address_are_used_and_none_is_started(monkeypatch, nothing_missing):
    for name in ("VAR_DIR", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATABASE_URL", "postgresql://given/hlp")
    monkeypatch.setenv("REDIS_URL", "redis://given/1")

    plugin.set_environment("journeys", start=True)

    assert (os.environ["DATABASE_URL"], os.environ["REDIS_URL"], plugin.running) == (
        "postgresql://given/hlp",
        "redis://given/1",
        [],
    )


def test_a_run_on_sqlite_leaves_given_servers_alone(monkeypatch, nothing_missing):
    monkeypatch.setenv("VAR_DIR", "")
    monkeypatch.setenv("DATABASE_URL", "postgresql://given/hlp")
    monkeypatch.setenv("REDIS_URL", "redis://given/1")

    plugin.set_environment("sqlite", start=True)

    assert os.environ["DATABASE_URL"].startswith("sqlite:///")
    assert "REDIS_URL" not in os.environ


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for(pytestconfig):
    vendor = {"sqlite": "sqlite", "postgres": "postgresql"}[pytestconfig.option.on]

    assert connection.vendor == vendor
    if vendor == "sqlite":
        assert connection.settings_dict["NAME"] == str(run_folder() / "test.sqlite3")


def test_what_is_written_goes_with_the_run():
    assert settings.VAR_DIR.is_relative_to(run_folder())


def test_no_test_reaches_the_network():
    with pytest.raises(UserWarning, match="tried to use socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
