"""The headers OWASP and MDN ask for, on every kind of answer the portal gives."""

import pytest
from django.test import Client


@pytest.fixture
def answers(db, client, office, settings):
    """One answer of each kind the portal gives."""
    signed_in = Client()
    signed_in.force_login(office)
    strict = Client(enforce_csrf_checks=True)
    found = {
        "page": client.get("/"),
        "redirect": client.get("/home/"),
        "refused form": strict.post("/accounts/login/", {}),
        "missing": client.get("/no-such-page/"),
        "static": client.get("/static/img/logo.svg"),
        "health": client.get("/healthz"),
        "signed in": signed_in.get("/home/"),
    }
    yield found
    found["static"].close()


def test_the_kinds_are_what_they_say(answers):
    codes = {name: answer.status_code for name, answer in answers.items()}

    assert codes == {
        "page": 200,
        "redirect": 302,
        "refused form": 403,
        "missing": 404,
        "static": 200,
        "health": 200,
        "signed in": 200,
    }


def test_every_answer_carries_them(answers):
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    for name, answer in answers.items():
        assert {key: answer.headers.get(key) for key in wanted} == wanted, name


def test_the_content_security_policy_is_strict_everywhere(answers):
    for name, answer in answers.items():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert "unsafe" not in policy, name


def test_signed_in_pages_are_never_stored(answers):
    assert answers["signed in"].headers["Cache-Control"] == "private, no-store"
