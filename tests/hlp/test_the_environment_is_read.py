"""Settings come from the environment; a missing or mistyped one stops start-up with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hlp.settings import environment

ROOT = Path(__file__).resolve().parents[2]


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """A production start: `manage.py check --deploy` under hlp.settings.base."""
    keep = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "VAR_DIR"}}
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**keep, "DJANGO_SETTINGS_MODULE": "hlp.settings.base", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_secret_production_stops_and_says_what_to_set():
    ended = start()

    assert ended.returncode != 0
    assert "Set the environment variable SECRET_KEY (or SECRET_KEY_FILE)" in ended.stderr


def test_production_settings_pass_djangos_deployment_checks():
    ended = start(SECRET_KEY="x1" * 30 + "-deployment-check-only", ALLOWED_HOSTS="portal.example")

    assert ended.stderr + ended.stdout == "System check identified no issues (0 silenced).\n"


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "secret"))

    assert environment.text("A_SECRET") == "from the file"


@pytest.mark.parametrize(
    ("given", "read"), [("true", True), ("1", True), ("off", False), ("", False)]
)
def test_yes_and_no_are_read(monkeypatch, given, read):
    monkeypatch.setenv("A_FLAG", given)

    assert environment.flag("A_FLAG", default=True) is read


def test_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("A_FLAG", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="A_FLAG is 'perhaps'; set it to true or false"):
        environment.flag("A_FLAG", default=True)


def test_a_number_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("A_NUMBER", "many")

    with pytest.raises(ImproperlyConfigured, match="set it to a whole number"):
        environment.number("A_NUMBER", 3)


def test_a_list_is_split_at_commas(monkeypatch):
    monkeypatch.setenv("A_LIST", " one, two ,,three")

    assert environment.listed("A_LIST") == ["one", "two", "three"]
