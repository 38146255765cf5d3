"""A lower app links to no page of a higher one, and a template extends only what it may know."""

import ast
import re

import pytest

from tests.architecture.sources import (
    APPS,
    LAYERS,
    ROOT,
    may_know,
    name_of,
    package_of,
    python_files,
    templates,
    tree_of,
)

REVERSERS = {"reverse", "reverse_lazy", "redirect"}
URL_TAG = re.compile(r"""{%\s*url\s+['"](?P<namespace>[a-z_]+):""")
TEMPLATE_TAG = re.compile(r"""{%\s*(?:extends|include)\s+['"](?P<name>[^'"]+)['"]""")
KNOWN = {name for layer in LAYERS for name in layer}


def reversed_namespaces(tree):
    """Namespaces of URL names that the code reverses, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else None
            called = node.func.id if isinstance(node.func, ast.Name) else called
            name = node.args[0].value
            if called in REVERSERS and isinstance(name, str) and ":" in name:
                yield node.lineno, name.split(":")[0]


def template_home(parts):
    """The app whose pages stand in this folder, or None where the house's own do."""
    return next((part for part in parts[:2] if part in APPS), None)


def wrong_names_in_template(home, text):
    """What a template of `home` links to or builds on though it stands higher."""
    for match in URL_TAG.finditer(text):
        if match["namespace"] in KNOWN and not may_know(home, match["namespace"]):
            yield match.group()
    for match in TEMPLATE_TAG.finditer(text):
        folder = template_home(match["name"].split("/"))
        if folder and not may_know(home, folder):
            yield match.group()


def test_code_reverses_no_url_of_a_higher_app():
    found = [
        f"{name_of(path)}:{line} {namespace}"
        for path in python_files()
        for line, namespace in reversed_namespaces(tree_of(path))
        if namespace in KNOWN and not may_know(package_of(path), namespace)
    ]

    assert found == []


def test_templates_know_only_what_stands_below():
    found = []
    for path in templates():
        home = template_home(path.relative_to(ROOT / "templates").parts)
        text = path.read_text(encoding="utf-8")
        found += [f"{name_of(path)}: {tag}" for tag in wrong_names_in_template(home or "hlp", text)]

    assert found == []


def test_the_kit_s_components_link_to_no_app():
    found = [
        name_of(path)
        for path in templates()
        if "components" in path.parts and URL_TAG.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("home", "text", "wrong"),
    [
        ("members", "{% url 'invoicing:invoice_list' %}", True),
        ("members", '{% extends "board/base.html" %}', True),
        ("invoicing", '{% include "programmes/card.html" %}', True),
        ("invoicing", '{% url "members:school_detail" 1 %}', False),
        ("invoicing", '{% extends "base.html" %}', False),
    ],
)
def test_a_name_pointing_up_is_seen_in_a_template(home, text, wrong):
    assert bool(list(wrong_names_in_template(home, text))) is wrong


def test_a_name_pointing_up_is_seen_in_code():
    code = "def f():\n    return redirect('board:seat_list')\n"

    assert list(reversed_namespaces(ast.parse(code))) == [(2, "board")]
