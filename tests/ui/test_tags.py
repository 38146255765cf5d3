"""The tags and filters of {% load ui %}, and the frame of every page."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings

from hlp.kit.components import Action
from hlp.kit.templatetags import ui
from hlp.styleguide import ShownState
from tests.ui.markup import tree


def drawn(source: str, **values: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(values))


def test_money_and_moments_read_as_british_people_write_them() -> None:
    assert drawn("{{ x|pounds }}", x=Decimal("1500")) == "£1,500.00"
    assert drawn("{{ x|pounds }}", x=None) == ""
    assert drawn("{{ x|uk_date }}", x=date(2022, 4, 1)) == "1 April 2022"
    assert drawn("{{ x|uk_date }}", x=datetime(2022, 3, 31, 23, 30, tzinfo=UTC)) == "1 April 2022"
    at = datetime(2022, 4, 1, 15, 5, tzinfo=UTC)
    assert drawn("{{ x|uk_datetime }}", x=at) == "1 April 2022, 4:05pm"
    assert drawn("{{ x|uk_datetime }}", x=at.replace(hour=11, minute=0)) == "1 April 2022, midday"
    assert drawn("{{ x|uk_datetime }}", x=None) == ""


def test_a_status_tag_shows_the_label_and_colour_of_its_state() -> None:
    html = tree(drawn("{% tag x %}", x=ShownState.ACTIVE)).find("strong")

    assert (html.children, html.classes) == (["Active"], {"govuk-tag", "govuk-tag--green"})


def test_a_cell_of_a_table_knows_the_name_of_its_column() -> None:
    table = tree(
        drawn(
            '{% data_table "Invoices" %}'
            "<thead><tr><th>Number</th><th>Sum <b>now</b></th><th>Paid on</th></tr></thead>"
            "<tbody><tr><th>1</th><td>£5</td><td> – </td></tr>"
            '<tr><th colspan="2">All</th><td>£5</td></tr></tbody>'
            "{% enddata_table %}"
        )
    )
    cells = [node.attributes for node in table.walk() if node.tag == "td"]

    assert cells == [
        {"data-label": "Sum now"},
        {"data-label": "Paid on", "data-nothing": ""},
        {"data-label": "Paid on"},
    ]


@pytest.mark.parametrize("value", ["active", None, 3])
def test_a_status_that_is_no_state_is_a_mistake_and_not_an_empty_tag(value: Any) -> None:
    with pytest.raises(TypeError, match="wants a model or a member"):
        drawn("{% tag x %}", x=value)


def test_a_colour_that_the_stylesheet_does_not_know_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no tag colour"):
        drawn('{% tag_text "Paid" "gold" %}')


def test_a_summary_list_takes_pairs_and_escapes_them() -> None:
    html = drawn("{% summary_list rows %}", rows=[("A <b>", "one\ntwo <i>")])

    assert "A &lt;b&gt;" in html
    assert "one<br>two &lt;i&gt;" in html


def test_pages_keep_the_filters_of_the_list() -> None:
    request = RequestFactory().get("/invoices/", {"status": "paid", "page": "2"})
    page = Paginator(range(100), 10).page(2)

    html = drawn('{% pagination page "invoices" %}', page=page, request=request)

    links = [n.attributes["href"] for n in tree(html).walk() if n.tag == "a"]
    assert links[0] == "?status=paid&page=1"
    assert "11 to 20 of 100 invoices" in html


def test_one_page_needs_no_pagination() -> None:
    assert drawn("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


NAVIGATION = [
    {"label": "Start", "url": "prospectus"},
    {"label": "Mine", "url": "home", "who": "signed_in"},
    {"label": "Out", "url": "account_login", "who": "signed_out"},
    {"label": "Secret", "url": "home", "permission": "members.nobody_has_this"},
    {"label": "Later", "url": "not_built_yet"},
]


@pytest.mark.parametrize(
    ("signed_in", "labels"), [(False, ["Start", "Out"]), (True, ["Start", "Mine"])]
)
def test_navigation_shows_what_this_person_can_open(signed_in: bool, labels: list[str]) -> None:
    request = RequestFactory().get("/home/")
    request.user = SimpleNamespace(  # type: ignore[assignment]
        is_authenticated=signed_in, has_perm=lambda name: False
    )

    with override_settings(NAVIGATION=NAVIGATION):
        items = ui.navigation(Context({"request": request}))["items"]

    assert [item["label"] for item in items] == labels
    assert [item["label"] for item in items if item["current"]] == (["Mine"] if signed_in else [])


def test_the_main_action_comes_first_and_what_warns_last() -> None:
    actions = [
        Action("Stop", "/stop/", style="warning"),
        Action("Extend", "/extend/", style="secondary"),
        Action("Declare", "/declare/", means="It cannot be changed."),
    ]

    html = drawn('{% include "components/action_bar.html" %}', actions=actions)

    assert [n.children for n in tree(html).walk() if n.tag == "button"] == [
        ["Declare"],
        ["Extend"],
        ["Stop"],
    ]
    assert "It cannot be changed." in html


def test_a_section_shows_the_pages_that_this_person_can_open() -> None:
    request = RequestFactory().get("/home/")
    request.user = SimpleNamespace(is_authenticated=True, has_perm=lambda name: False)  # type: ignore[assignment]

    with override_settings(SECTIONS={"Work": NAVIGATION}):
        html = drawn('{% section "Work" %}', request=request)

    found = [n for n in tree(html).walk() if n.tag == "a"]
    assert [n.attributes.get("aria-current") for n in found] == [None, "page"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?errors=yes"])
def test_the_styleguide_shows_every_component(client: Client, query: str) -> None:
    response = client.get(f"/styleguide/{query}")

    page = tree(response.content.decode().replace("<!DOCTYPE html>", ""))
    ids = [n.attributes["id"] for n in page.walk() if n.attributes.get("id")]
    assert response.status_code == 200
    assert len(ids) == len(set(ids))
    assert ("govuk-error-summary" in response.content.decode()) == bool(query)


@pytest.mark.django_db
def test_a_page_whose_form_was_sent_back_says_so_in_its_title_and_once_at_the_top(
    client: Client,
) -> None:
    html = client.get("/styleguide/?errors=yes").content.decode()

    assert "<title>Error: Styleguide" in html
    assert html.count("There is a problem") == 1
    assert html.index("There is a problem") < html.index(">Styleguide</h1>")
