"""Every page of the registry, looked at in the browser; the list grows with the registry."""

import pytest

from tests.access.roles import SIGNED_IN
from tests.access.urls import PAGES
from tests.access.world import World
from tests.browser.checking import faults_in_browser, html_faults, source_of
from tests.browser.fixtures import watched
from tests.browser.watching import log_of

LOOKED_AT = [(page, role) for page in PAGES for role in page.looked_at_as()]


@pytest.fixture
def world(transactional_db):
    return World()


@pytest.fixture
def page_as(new_context, sign_in, world):
    """One browser window per person, opened when first asked for."""
    windows = {}

    def window_of(role, **options):
        if (role, *options) not in windows:
            context = watched(new_context(viewport={"width": 1280, "height": 900}, **options))
            if role in SIGNED_IN:
                sign_in(context, world.people[role])
            windows[role, *options] = context.new_page()
        return windows[role, *options]

    return window_of


def without_refresh(route):
    """Hold the page still: it would look again by itself in the middle of the check."""
    response = route.fetch()
    headers = {name: value for name, value in response.headers.items() if name != "refresh"}
    route.fulfill(response=response, headers=headers)


def test_every_page_is_accessible_and_valid(live_server, world, page_as, subtests):
    sources = {}

    for page, role in LOOKED_AT:
        with subtests.test(f"{page.name} as {role}"):
            window = page_as(role)
            log_of(window).take_complaints()  # what the page before left is not this one's
            url = f"{live_server.url}{page.url(world)}"
            if page.refreshes:
                window.route(url, without_refresh)
            response = window.goto(url)
            assert response.status == 200
            sources[f"{page.name} as {role}"] = source_of(window)
            assert faults_in_browser(window) == []

    assert html_faults(sources) == []


def test_every_page_is_there_without_javascript(live_server, world, page_as, subtests):
    for page, role in LOOKED_AT:
        with subtests.test(f"{page.name} as {role}"):
            window = page_as(role, java_script_enabled=False)
            window.goto(f"{live_server.url}{page.url(world)}")

            assert window.get_by_role("heading", level=1).first.is_visible()
            assert window.get_by_role("main").inner_text().strip()
