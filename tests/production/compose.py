"""docker-compose.yml as the tests read it, and its commands as processes of this machine."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def text() -> str:
    return (ROOT / "docker-compose.yml").read_text("utf-8")


@cache
def whole() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text())
    return found


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = whole()["services"]
    return found


def command(service: str) -> list[str]:
    found: list[str] = services()[service]["command"]
    return found
