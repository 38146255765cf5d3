"""The files of the project, for tests that read code instead of running it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# From the bottom layer up; `programmes` and `invoicing` do not know each other.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"hlp.kit"}),
    frozenset({"members"}),
    frozenset({"bids"}),
    frozenset({"programmes", "invoicing"}),
    frozenset({"board"}),
    frozenset({"hlp"}),
)
APPS = ("members", "bids", "programmes", "invoicing", "board")
PACKAGES = ("hlp", *APPS)


def layer_of(package: str) -> int:
    """How high a package stands; 0 is the kit."""
    return next(height for height, names in enumerate(LAYERS) if package in names)


def package_of(path: Path) -> str:
    """`hlp.kit`, `hlp` or the app that a file of ours belongs to."""
    parts = path.relative_to(ROOT).parts
    return "hlp.kit" if parts[:2] == ("hlp", "kit") else parts[0]


def may_know(package: str, other: str) -> bool:
    """Whether an arrow from one package to the other points down (or stays at home)."""
    return package == other or layer_of(other) < layer_of(package)


def python_files(*, tests: bool = False, migrations: bool = False) -> Iterator[Path]:
    for package in (*PACKAGES, "tests") if tests else PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path


def templates() -> Iterator[Path]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield path


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
