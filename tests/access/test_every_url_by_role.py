"""Every URL × every role, generated from the registry; a URL in no list fails."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tests.access.answers import answers, asked_by, expected, in_words
from tests.access.page import Page
from tests.access.roles import EVERYONE, SIGNED_IN, Role
from tests.access.urls import PAGES, differences, names_of_ours


def test_every_url_is_in_a_list():
    assert differences(names_of_ours(), [page.name for page in PAGES]) == {
        "in no list": [],
        "gone": [],
        "twice": [],
    }


# Not called `page`: that is the browser's.
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_page_opens_for_these_and_nobody_else(entry, world):
    assert answers(entry, world) == expected(entry)


@pytest.mark.parametrize(
    "entry", [page for page in PAGES if page.method == "POST"], ids=lambda entry: entry.name
)
def test_a_button_is_no_page(entry, world):
    role = next(role for role in Role if role in entry.opens_for)

    assert asked_by(world, role, entry.url(world)) == "status 405"


def test_a_page_that_opens_for_the_wrong_people_is_seen(world):
    too_wide = Page("home", frozenset({Role.OFFICE}))
    too_narrow = Page("home", EVERYONE)

    wrong = {role for role in Role if answers(too_wide, world)[role] != expected(too_wide)[role]}
    other = {
        role for role in Role if answers(too_narrow, world)[role] != expected(too_narrow)[role]
    }

    assert wrong == SIGNED_IN - {Role.OFFICE}
    assert other == {Role.ANONYMOUS}


def test_an_unlisted_url_is_seen():
    assert differences({"home", "new"}, ["home", "home", "old"]) == {
        "in no list": ["new"],
        "gone": ["old"],
        "twice": ["home"],
    }


def test_answers_in_words():
    assert in_words(HttpResponse()) == "opens"
    assert in_words(HttpResponse(status=404)) == "hidden"
    assert in_words(HttpResponse(status=403)) == "status 403"
    assert in_words(HttpResponseRedirect("/elsewhere/")) == "moves on"
    assert in_words(HttpResponseRedirect(f"{reverse('account_login')}?next=/")) == "sign in"
