"""Every variable the settings read is explained in .env.example, and nothing else is."""

import ast
import re

from tests.architecture.sources import ROOT, tree_of

READERS = {"text", "flag", "number", "listed"}
NAMED = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def variables_read(tree):
    """Names that the typed readers are asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in READERS and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def variables_explained(text):
    return set(NAMED.findall(text))


def test_every_variable_of_the_settings_is_explained():
    settings = sorted((ROOT / "hlp" / "settings").glob("*.py"))
    read = {name for path in settings for name in variables_read(tree_of(path))}
    explained = variables_explained((ROOT / ".env.example").read_text(encoding="utf-8"))

    assert read - explained == set()


def test_an_unexplained_variable_is_seen():
    read = set(variables_read(ast.parse("A = text('A_KEY')\nB = flag('B_FLAG', default=True)")))

    assert read - variables_explained("# what for\n# A_KEY=1\n") == {"B_FLAG"}
