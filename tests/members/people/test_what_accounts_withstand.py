"""Points of ASVS 5.0 about signing in that no other story tells; docs/security.md lists them."""

import json
import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from members.second_factor import SecondFactorAdapter
from tests.factories.members import PASSWORD
from tests.factories.sessions import client_of

LOGIN, CODE = reverse("account_login"), reverse("mfa_authenticate")


@pytest.fixture
def secret(office):
    """Of the office's authenticator app, sealed as it is stored."""
    secret = generate_totp_secret()
    app = Authenticator.objects.get(user=office, type=Authenticator.Type.TOTP)
    app.data = {"secret": SecondFactorAdapter().encrypt(secret)}
    app.save()
    return secret


def at_second_step(person):
    client = Client()
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return client


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_code_works_once(office, secret):
    first, second, code = at_second_step(office), at_second_step(office), code_of(secret)

    first.post(CODE, {"code": code})
    second.post(CODE, {"code": code})

    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_who_guesses_codes_is_stopped(office, secret):
    client = at_second_step(office)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})

    refused = client.post(CODE, {"code": code_of(secret)})

    assert "too many wrong" in refused.text
    assert not is_signed_in(client)


def test_a_new_password_ends_the_other_sessions_and_asks_for_the_old_one(head):
    here, elsewhere = client_of(head), client_of(head)
    change = reverse("account_change_password")
    new = {"password1": "quite other words", "password2": "quite other words"}
    wrong = here.post(change, new | {"oldpassword": "wrong"})
    assert "Enter your current password." in wrong.text

    here.post(change, new | {"oldpassword": PASSWORD})

    assert here.get(reverse("home")).status_code == 200
    assert elsewhere.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(
    "page", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
)
def test_changing_the_second_factor_asks_once_more_who_one_is(client, head, page):
    client.force_login(head)

    assert client.get(reverse(page)).url.startswith(reverse("account_reauthenticate"))


def test_signing_in_and_failing_to_are_logged_without_what_was_typed(client, head, caplog):
    caplog.set_level("INFO", "hlp.access")
    client.post(LOGIN, {"login": head.email, "password": "my secret guess"})
    client.post(LOGIN, {"login": head.email, "password": PASSWORD})

    assert [record.getMessage() for record in caplog.records if record.name == "hlp.access"] == [
        "wrong password from 127.0.0.1",
        f"user {head.pk} signed in from 127.0.0.1",
    ]
    assert "my secret guess" not in caplog.text


def test_nobody_is_led_away_after_signing_in(client, head):
    answer = client.post(
        f"{LOGIN}?next=https://evil.example/",
        {"login": head.email, "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert answer.url == reverse("home")


def test_cookies_are_bound_to_the_host_and_kept_from_scripts():
    names = (
        *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"),
        *("SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE"),
        *("CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS"),
        *("SECURE_SSL_REDIRECT", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"),
    )
    look = (
        "import json; from django.conf import settings\n"
        f"print(json.dumps([getattr(settings, name, False) for name in {names!r}]))"
    )
    set_up = {"DJANGO_SETTINGS_MODULE": "hlp.settings.base", "SECRET_KEY": "x" * 50}

    done = subprocess.run(
        [sys.executable, "-c", look],
        env=os.environ | set_up,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == [
        *("__Host-session", True, True, "Lax", "__Host-csrf", True, True, "Lax"),
        *(31_536_000, True, False),
    ]


def test_the_sign_in_page_takes_what_a_password_manager_types(client, db):
    page = client.get(LOGIN).text

    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
