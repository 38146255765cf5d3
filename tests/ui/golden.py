"""What govuk-frontend expects (its package ships options and HTML), how we differ on purpose."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.ui.markup import Node, tree

PACKAGE = Path(__file__).resolve().parents[2] / "node_modules/govuk-frontend/dist/govuk/components"

# Attribute: why ours has it where theirs has not. Left out of both trees.
EXTRA_ATTRIBUTES = {
    "required": "Django marks what must be filled in; screen readers say so",
    "aria-invalid": "Django marks the faulty control for screen readers",
    "data-prevent-double-click": "every button that changes something has it",
}
# Theirs -> ours, so that Django's own wiring of hints and errors can be used.
IDS = {"_helptext": "-hint", "_error": "-error"}

# Other differences, each handled where it is named:
# - The boxes of a date always carry the field's name, so that two dates fit on a page (date_input).
# - The legend of a group of fields is a heading, so that a page can be read by its headings
#   (fieldset).
# - Icons are drawn by us: shapes are not compared (d).
# - Questions that follow from a choice are revealed by CSS: their script puts aria-expanded on a
#   radio button, which ARIA does not allow and axe reports (options "conditional").
# - The word limit is written in the new way, data-count-type (option "maxwords").
# - HTML in texts is never taken (options "html", "titleHtml").
IGNORED = {*EXTRA_ATTRIBUTES, "d", "xmlns"}


@cache
def fixtures(component: str) -> dict[str, dict[str, Any]]:
    found = json.loads((PACKAGE / component / "fixtures.json").read_text("utf-8"))
    return {each["name"]: each for each in found["fixtures"]}


def comparable(
    component: str, known: dict[str, Any], needed: tuple[Any, ...] = ()
) -> dict[str, dict[str, Any]]:
    """The fixtures that use only options we offer and all that we always set."""
    return {
        name: each
        for name, each in fixtures(component).items()
        if within(each["options"], known) and all(has(each["options"], path) for path in needed)
    }


def has(options: Any, path: Any) -> bool:
    """`items.value`: every item has one; `fieldset`: there is one. Or a function of the options."""
    if callable(path):
        return bool(path(options))
    name, _, below = path.partition(".")
    found = options.get(name)
    if isinstance(found, list) and below:
        return all(has(each, below) for each in found if each and "divider" not in each)
    return found is not None and found != {}


def within(options: Any, known: Any) -> bool:
    """`known` mirrors the options: a dict of names, a list of one shape, a set of values, or ..."""
    if known is ... or options is None:
        return True
    if known is str:
        return isinstance(options, str | int) and not isinstance(options, bool)
    if isinstance(known, set | frozenset):
        return options in known if not isinstance(options, dict | list) else False
    if isinstance(known, list):
        return isinstance(options, list) and all(
            not each or within(each, known[0]) for each in options
        )
    if not isinstance(options, dict):
        return False
    return all(name in known and within(value, known[name]) for name, value in options.items())


def expected(component: str, name: str) -> list[str]:
    return plain(tree(fixtures(component)[name]["html"]))


def plain(node: Node) -> list[str]:
    """The tree as lines, with the differences above evened out."""
    for each in node.walk():
        for name in list(each.attributes):
            if name in IGNORED:
                del each.attributes[name]
            elif name in ("id", "aria-describedby", "href"):
                for ours, theirs in IDS.items():
                    each.attributes[name] = each.attributes[name].replace(ours, theirs)
    return node.lines()
