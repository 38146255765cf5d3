"""Trying links once a week, so that a page that moved is noticed by us and not by a teacher.

The address was typed by somebody, so only public hosts are asked, each redirect anew, and what
comes back is thrown away but for its status.
"""

import ipaddress
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import requests

from hlp.kit import work
from programmes.models import LinkCheck, Resource

EVERY = timedelta(days=7)
TIMEOUT = 10  # seconds
HOPS = 5
PORTS = {"http": 80, "https": 443}
MOVED = {301, 302, 303, 307, 308}
AGENT = "Hillingdon Learning Partnership link check"


def is_public(url: str) -> bool:
    """An ordinary web address, none of whose machines stands inside a private network."""
    parts = urlsplit(url)
    try:
        if PORTS.get(parts.scheme) != (parts.port or PORTS.get(parts.scheme)) or not parts.hostname:
            return False
        found = socket.getaddrinfo(parts.hostname, PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, ValueError, KeyError, UnicodeError):
        return False
    return bool(found) and all(ipaddress.ip_address(row[4][0]).is_global for row in found)


def ask(url: str, may_ask: Callable[[str], bool] = is_public) -> tuple[int | None, str]:
    """The status the address ends at, or None and why it could not be asked."""
    for _ in range(HOPS):
        if not may_ask(url):
            return None, "Not a public web address"
        try:
            with requests.get(
                url,
                timeout=TIMEOUT,
                stream=True,  # the body is never read
                allow_redirects=False,
                headers={"User-Agent": AGENT},
            ) as answer:
                status, to = answer.status_code, answer.headers.get("Location", "")
        except requests.RequestException as error:
            return None, type(error).__name__
        if status not in MOVED or not to:
            return status, ""
        url = urljoin(url, to)
    return None, "Too many redirects"


def queue_due(*, now: datetime) -> int:
    """One piece of work per link that was not tried for a week; run twice, it adds nothing."""
    week = f"{now:%G-%V}"
    due = Resource.objects.links_due(now - EVERY).values_list("pk", flat=True)
    subjects = {f"{pk}:{week}": str(pk) for pk in due}
    work.enqueue_many(kind="programmes.check_link", subjects=subjects, now=now)
    return len(subjects)


def check(
    *, resource_id: int, now: datetime, may_ask: Callable[[str], bool] = is_public
) -> LinkCheck | None:
    """Try one link and keep what it answered; None when it is a link no more."""
    resource = Resource.objects.shared().exclude(link="").filter(pk=resource_id).first()
    if resource is None:
        return None
    status, error = ask(resource.link, may_ask)
    return LinkCheck.objects.create(
        resource=resource,
        checked_at=now,
        is_working=status is not None and status < 400,
        status=status,
        error=error,
    )
