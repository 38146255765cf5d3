"""Every component that is no field against the fixtures of the govuk-frontend we serve."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from hlp.kit.components import Action, Row, Task
from hlp.kit.forms import Button, Group, helper
from hlp.kit.states import StateChoices
from hlp.kit.templatetags import ui
from tests.ui import golden
from tests.ui.markup import Node, tree

STATUS = {"text": ..., "tag": {"text": ..., "classes": {f"govuk-tag--{c}" for c in ui.TAG_COLOURS}}}
STYLES = {"govuk-button--secondary", "govuk-button--warning"}
LINK = {"href": ..., "text": ..., "visuallyHiddenText": ...}


def button(options: dict[str, Any]) -> Node:
    style = options.get("classes", "").rpartition("--")[2]
    if options.get("isStartButton"):
        values = {"title": "", "url": options["href"], "action": options["text"]}
        return tree(render_to_string("components/start_button.html", values))
    if "href" in options:
        action = Action(options["text"], options["href"], style=style, get=True)
        html = render_to_string("components/action_bar.html", {"actions": [action]})
        return tree(html).find("govuk-button")
    pressed = Button(
        options["text"], options.get("name", ""), options.get("value", ""), style=style
    )
    form = forms.Form()
    form.helper = helper("", buttons=[pressed])  # type: ignore[attr-defined]
    form.helper.buttons = [pressed]  # type: ignore[attr-defined]
    return tree(render_crispy_form(form)).find("govuk-button")


def error_summary(options: dict[str, Any]) -> Node:
    lines = [{"text": e["text"], "href": e.get("href", "")} for e in options["errorList"]]
    return tree(render_to_string("components/error_summary.html", {"lines": lines}))


def fieldset(options: dict[str, Any]) -> Node:
    legend = options["legend"]
    size = legend["classes"].rpartition("--")[2]
    group = Group(legend["text"], [], size=size)
    made = tree(render_to_string("hlp_pack/layout/group.html", {"group": group, "parts": []}))
    for node in made.walk():
        # Ours is a heading of level 2, see golden.py.
        if [getattr(c, "tag", "") for c in node.children] == ["h2"]:
            node.children = node.children[0].children
    return made


def tag(options: dict[str, Any]) -> Node:
    colour = options.get("classes", "").rpartition("--")[2]
    return tree(render_to_string("components/tag.html", ui.tag_text(options["text"], colour)))


def summary_list(options: dict[str, Any]) -> Node:
    rows = [_row(row) for row in options["rows"] if row]
    title = options.get("card", {}).get("title", {})
    values = ui.summary_list(rows, title.get("text", ""), title.get("headingLevel", 2))
    return tree(render_to_string("components/summary_list.html", values))


def _row(row: dict[str, Any]) -> Row:
    links = (row.get("actions") or {}).get("items") or [{}]
    return Row(
        row["key"]["text"],
        row["value"].get("text") or mark_safe(row["value"]["html"]),  # noqa: S308 - a fixture's
        links[0].get("href", ""),
        links[0].get("text", "Change"),
        links[0].get("visuallyHiddenText", ""),
    )


def one_link_a_row(options: dict[str, Any]) -> bool:
    """We offer one link a row, saying to what, and none in a card (its name would double)."""
    links = [(row.get("actions") or {}).get("items", []) for row in options["rows"] if row]
    told = all(link.get("visuallyHiddenText") for row in links for link in row)
    return told and all(len(row) < 2 for row in links) and not (options.get("card") and any(links))


def no_gaps(options: dict[str, Any]) -> bool:
    """Their templates skip empty items but count them; our lists have none."""
    return all(options["items"])


def pagination(options: dict[str, Any]) -> Node:
    items = [
        {"ellipsis": True}
        if item.get("ellipsis")
        else {"number": item["number"], "url": item["href"], "current": item.get("current")}
        for item in options["items"]
    ]
    values = {
        "page": SimpleNamespace(paginator=SimpleNamespace(num_pages=2)),
        "items": items,
        "previous": (options.get("previous") or {}).get("href", ""),
        "next": (options.get("next") or {}).get("href", ""),
    }
    made = tree(render_to_string("components/pagination.html", values))
    made.children = made.children[:1]  # the line that counts the results is ours
    return made


def notification(options: dict[str, Any]) -> Node:
    values = {
        "text": options["text"],
        "tone": options.get("type", ""),
        "title": options.get("titleText", ""),
    }
    return tree(render_to_string("components/notification.html", values))


def task_list(options: dict[str, Any]) -> Node:
    tasks = [
        Task(
            item["title"]["text"],
            item.get("href", ""),
            item.get("hint", {}).get("text", ""),
            shown_status(item["status"]),
        )
        for item in options["items"]
    ]
    values = {"tasks": tasks, "id": options.get("idPrefix", "")}
    return tree(render_to_string("components/task_list.html", values))


def coloured(options: dict[str, Any]) -> bool:
    """A state always names its colour, blue too."""
    tags = [item["status"].get("tag") for item in options["items"]]
    return all(tag.get("classes") for tag in tags if tag)


def shown_status(status: dict[str, Any]) -> Any:
    if "tag" not in status:
        return status["text"]
    colour = status["tag"].get("classes", "").rpartition("--")[2]
    members = {"ONE": ("one", status["tag"]["text"], colour)}
    return next(iter(StateChoices("Shown", members)))  # type: ignore[arg-type]


Drawn = Callable[[dict[str, Any]], Node]

# component: the options we offer, those we always set, how we draw it, how many fixtures it covers.
COMPONENTS: dict[str, tuple[dict[str, Any], tuple[Any, ...], Drawn, int]] = {
    "button": (
        {
            **{"text": ..., "name": ..., "value": ..., "href": ..., "isStartButton": {True}},
            **{"type": {"submit"}, "preventDoubleClick": {True}, "classes": STYLES},
        },
        (
            "text",
            lambda o: "href" in o if o.get("isStartButton") else "name" in o or "value" not in o,
        ),
        button,
        10,
    ),
    "error-summary": (
        {"titleText": {"There is a problem"}, "errorList": [{"text": ..., "href": ...}]},
        ("titleText", "errorList"),
        error_summary,
        5,
    ),
    "fieldset": (
        {"legend": {"text": ..., "classes": {f"govuk-fieldset__legend--{s}" for s in "sml"}}},
        ("legend", lambda options: options["legend"].get("classes")),
        fieldset,
        3,
    ),
    "tag": ({"text": ..., "classes": {f"govuk-tag--{c}" for c in ui.TAG_COLOURS}}, (), tag, 10),
    "summary-list": (
        {
            "rows": [
                {
                    "key": {"text": ...},
                    "value": {"text": ..., "html": ...},
                    "actions": {"items": [LINK]},
                },
            ],
            "card": {"title": {"text": ..., "headingLevel": {3}}},
        },
        ("rows", one_link_a_row),
        summary_list,
        6,
    ),
    "pagination": (
        {
            "previous": {"href": ...},
            "next": {"href": ...},
            "items": [{"number": ..., "href": ..., "current": ..., "ellipsis": ...}],
        },
        ("items", no_gaps),
        pagination,
        4,
    ),
    "notification-banner": (
        {"text": ..., "titleText": ..., "type": {"success"}},
        ("text",),
        notification,
        7,
    ),
    "task-list": (
        {
            "idPrefix": ...,
            "items": [
                {"title": {"text": ...}, "href": ..., "hint": {"text": ...}, "status": STATUS}
            ],
        },
        ("items", no_gaps, coloured),
        task_list,
        2,
    ),
}


def cases() -> list[Any]:
    return [
        pytest.param(component, name, id=f"{component}: {name}")
        for component, (known, needed, _, _) in COMPONENTS.items()
        for name in golden.comparable(component, known, needed)
    ]


@pytest.mark.parametrize(("component", "name"), cases())
def test_the_component_is_drawn_as_govuk_frontend_draws_it(component: str, name: str) -> None:
    options = golden.fixtures(component)[name]["options"]

    ours = COMPONENTS[component][2](options)

    assert golden.plain(wrapped(ours)) == golden.expected(component, name)


def wrapped(node: Node) -> Node:
    return node if node.tag == "root" else Node("root", {}, [node])


@pytest.mark.parametrize("component", COMPONENTS)
def test_no_fixture_drops_out_unnoticed(component: str) -> None:
    known, needed, _, number = COMPONENTS[component]

    assert len(golden.comparable(component, known, needed)) == number
