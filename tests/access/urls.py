"""The registry of every URL of the portal, gathered from the apps' files in `pages/`."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.pages import (
    bids,
    board,
    calls,
    deciding,
    events,
    hlp,
    impact,
    invoicing,
    marking,
    members,
    programmes,
    registers,
    resources,
    seats,
    surveys,
)

APPS = (
    hlp,
    members,
    invoicing,
    board,
    seats,
    resources,
    calls,
    bids,
    marking,
    deciding,
    programmes,
    events,
    impact,
    registers,
    surveys,
)
PAGES = [page for app in APPS for page in app.PAGES]
VISIBLE = [row for app in APPS for row in app.VISIBLE]
LISTS = [row for app in APPS for row in app.LISTS]

# URLs of installed packages, held by the rules in test_pages_of_packages.py.
OF_PACKAGES = (
    *("admin:", "account_", "mfa_", "usersessions_"),
    *("socialaccount_", "google_", "microsoft_", "unnamed social/"),
)


def url_names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every URL name with its namespace; a pattern without a name by its text, so it stands out."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + (entry.name or f"unnamed {entry.pattern}")
        else:
            yield from url_names(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""))


def names_of_ours() -> set[str]:
    return {name for name in url_names() if not name.startswith(OF_PACKAGES)}


def differences(names: set[str], listed: list[str]) -> dict[str, list[str]]:
    """URLs in no list, rows for URLs that are gone, rows that stand twice."""
    return {
        "in no list": sorted(names - set(listed)),
        "gone": sorted(set(listed) - names),
        "twice": sorted({name for name in listed if listed.count(name) > 1}),
    }
