"""An import inside a function hides a dependency; each says why, from a closed list."""

import ast
import re

import pytest

from tests.architecture.sources import name_of, python_files, tree_of

REASONS = ("slow library", "app ready", "task")
REASON = re.compile(rf"#.*\b({'|'.join(REASONS)})\b")


def silent_inline_imports(source, tree=None):
    """Lines of imports in a function that give no reason on the line."""
    lines = source.splitlines()
    for function in ast.walk(tree or ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    if not REASON.search(lines[node.lineno - 1]):
                        yield node.lineno


def test_every_inline_import_gives_a_reason():
    found = {
        f"{name_of(path)}:{line}"
        for path in python_files()
        for line in silent_inline_imports(path.read_text(encoding="utf-8"), tree_of(path))
    }

    assert sorted(found) == []


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        ("import weasyprint", True),
        ("import weasyprint  # noqa: PLC0415", True),
        ("import weasyprint  # noqa: PLC0415 - because I like it", True),
        ("import weasyprint  # noqa: PLC0415 - slow library", False),
        ("from invoicing import services  # noqa: PLC0415 - task", False),
    ],
)
def test_a_silent_inline_import_is_seen(line, silent):
    assert bool(list(silent_inline_imports(f"def f():\n    {line}\n"))) is silent
