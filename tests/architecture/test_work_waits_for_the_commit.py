"""A task started in a transaction may run before its row exists: `…_on_commit` starts it."""

import ast

import pytest

from tests.architecture.sources import name_of, python_files, tree_of

TOO_EARLY = {"delay", "apply_async", "send_task"}


def early_starts(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in TOO_EARLY:
                yield node.lineno


def test_tasks_start_after_the_commit():
    found = [
        f"{name_of(path)}:{line}" for path in python_files() for line in early_starts(tree_of(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("code", "early"),
    [
        ("run.delay(1)", True),
        ("run.apply_async(args=[1])", True),
        ("app.send_task('kit.run')", True),
        ("run.delay_on_commit(1)", False),
        ("run.apply_async_on_commit(args=[1])", False),
    ],
)
def test_an_early_start_is_seen(code, early):
    assert bool(list(early_starts(ast.parse(code)))) is early
