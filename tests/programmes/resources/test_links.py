"""Links are tried once a week, politely and without looking into private networks."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hlp.kit import clock
from hlp.kit.models import WorkItem
from programmes.models import Resource
from programmes.services import link_checking
from tests.factories import resources


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/here": 200, "/moved": 302, "/round": 302}.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", {"/moved": "/here", "/round": "/round"}[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """A test prints nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def anywhere(url: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/here", 200, ""),
        ("/moved", 200, ""),
        ("/gone", 404, ""),
        ("/round", None, "Too many redirects"),
    ],
)
def test_a_link_is_followed_to_where_it_ends(site, path, status, error):
    assert link_checking.ask(site + path, may_ask=anywhere) == (status, error)


def test_a_host_that_is_not_there_is_an_answer_too():
    status, error = link_checking.ask("http://127.0.0.1:9/", may_ask=anywhere)

    assert (status, error) == (None, "ConnectionError")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://8.8.8.8:22/",
        "https://8.8.8.8:80/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "http:///nowhere",
        "http://8.8.8.8:port/",
    ],
)
def test_the_portal_asks_no_machine_inside(url):
    assert not link_checking.is_public(url)
    assert link_checking.ask(url) == (None, "Not a public web address")


def test_a_public_address_may_be_asked():
    assert link_checking.is_public("https://8.8.8.8/")


def test_a_redirect_into_the_private_network_is_not_followed(site):
    def only_the_first(url: str) -> bool:
        return url.endswith("/moved")

    status, error = link_checking.ask(f"{site}/moved", may_ask=only_the_first)

    assert (status, error) == (None, "Not a public web address")


def test_each_link_is_queued_once_a_week(office, period, site):
    made = resources.resource(office, period, link=f"{site}/gone", file=None)
    resources.resource(office, period)
    now = clock.now()

    assert link_checking.queue_due(now=now) == 1
    link_checking.queue_due(now=now)
    assert WorkItem.objects.filter(kind="programmes.check_link").count() == 1

    link_checking.check(resource_id=made.pk, now=now, may_ask=anywhere)
    assert link_checking.queue_due(now=now + timedelta(days=6)) == 0
    assert link_checking.queue_due(now=now + timedelta(days=8)) == 1


def test_a_broken_link_is_listed_until_it_answers_again(office, period, site):
    made = resources.resource(office, period, link=f"{site}/gone", file=None)
    link_checking.check(resource_id=made.pk, now=clock.now(), may_ask=anywhere)

    assert list(Resource.objects.broken()) == [made]

    Resource.objects.filter(pk=made.pk).update(link=f"{site}/here")
    link_checking.check(resource_id=made.pk, now=clock.now(), may_ask=anywhere)
    assert not Resource.objects.broken().exists()


def test_what_is_gone_meanwhile_is_no_link_to_try(office, period):
    made = resources.resource(office, period)

    assert link_checking.check(resource_id=made.pk, now=clock.now()) is None
