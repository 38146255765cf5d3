"""Locks hold no address, and what others made is fetched at set-up, never committed."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.conftest import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def committed() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_a_lock_holds_no_address(lock: Path) -> None:
    assert re.findall(r".*http.*", lock.read_text("utf-8")) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_python_package_is_pinned_with_its_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())

    loose = [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]

    assert loose == []


def test_python_locks_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in re.findall(
            r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE
        ):
            versions.setdefault(name, set()).add(version)

    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_front_end_package_is_pinned_with_its_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

    assert [name for name, package in packages.items() if name and not package["integrity"]] == []


def test_nothing_built_or_fetched_is_committed() -> None:
    made = ("static/build/", "node_modules/", ".venv/", "var/", ".setup/")

    assert [name for name in committed() if name.startswith(made)] == []


def test_no_font_or_minified_file_is_committed() -> None:
    foreign = re.compile(r"\.(woff2?|ttf|otf|eot|map)$|\.min\.(css|js)$", re.IGNORECASE)

    assert [name for name in committed() if foreign.search(name)] == []
