"""Fixtures for journeys: a watched browser, signing in, and a browser without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.watching import watch
from tests.factories.sessions import session_key_of

SignIn = Callable[[BrowserContext, Any], None]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": FLAGS}


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return watched(new_context(viewport={"width": 1280, "height": 900}))


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """A page on a small phone."""
    return watched(new_context(viewport={"width": 320, "height": 640}, has_touch=True)).new_page()


@pytest.fixture
def page_without_js(new_context: Callable[..., BrowserContext]) -> Page:
    """A page in a browser whose JavaScript is off."""
    return watched(new_context(java_script_enabled=False)).new_page()


def watched(context: BrowserContext) -> BrowserContext:
    context.on("page", watch)
    context.set_default_timeout(10_000)
    return context


@pytest.fixture
def sign_in(live_server: Any) -> SignIn:
    """`sign_in(page.context, head)`: the person's session, without the sign-in page."""

    def with_session_of(context: BrowserContext, user: Any) -> None:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_key_of(user)}
        context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[typeddict-item]

    return with_session_of
