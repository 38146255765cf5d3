"""Fixtures for journeys: a watched browser, signing in, and a browser without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.watching import watch

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
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        assert session.session_key
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session.session_key,
                    "url": live_server.url,
                }
            ]
        )

    return with_session_of
