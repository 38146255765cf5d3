"""Error pages in the house look, each saying what to do."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.views import defaults

from hlp.errors import csrf_failure
from tests.ui.markup import tree


def test_the_500_page_needs_neither_database_nor_context() -> None:
    html = render_to_string("500.html")

    page = tree(html.replace("<!DOCTYPE html>", ""))
    assert page.find("h1").children == ["Sorry, there is a problem"]


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_house_look(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/no/such/page/")

    page = tree(response.content.decode().replace("<!DOCTYPE html>", ""))
    assert response.status_code == 404
    assert page.find("h1").children == ["Page not found"]
    assert page.find("hlp-header__name").children == ["Hillingdon Learning Partnership"]
    assert len(queries) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (defaults.bad_request, 400, "That request did not make sense"),
        (defaults.permission_denied, 403, "You cannot open this page"),
        (csrf_failure, 403, "This page had been open for too long"),
    ],
)
def test_a_refused_request_says_what_to_do(view, status: int, heading: str) -> None:
    response = view(RequestFactory().get("/"), "reason")

    page = tree(response.content.decode().replace("<!DOCTYPE html>", ""))
    assert response.status_code == status
    assert page.find("h1").children == [heading]
    assert page.find("hlp-header__name").children == ["Hillingdon Learning Partnership"]
