"""The whole way there and back; in place of the network stands what the provider would answer."""

import json
import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse
from requests import Response

from members import social
from members.models import User
from members.states import PortalRole
from tests.factories.cast import in_partnership
from tests.factories.members import UserFactory

NINA = {"email": "nina@bourne.example", "email_verified": True, "name": "Nina Newcomer"}
OF_BOURNE = NINA | {"hd": "bourne.example", "sub": "g-1"}
MIKE = {"id": "m-1", "displayName": "Mike Manager", "mail": "mike@bourne.example"}


class Network:
    """Answers the two questions allauth asks: a token for the code, and who that is."""

    def __init__(self, person):
        claims = {"iss": "https://accounts.google.com", "aud": "test-id", "exp": 9_999_999_999}
        signed = jwt.encode(claims | person, "nobody checks this one: it came over TLS")
        self.token = {"access_token": "t", "token_type": "Bearer", "id_token": signed}
        self.person = person

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def request(self, method, url, **kwargs):
        return answer(self.token)

    def get(self, url, **kwargs):
        return answer(self.person)


def answer(data):
    response = Response()
    response.status_code, response._content = 200, json.dumps(data).encode()
    response.headers["content-type"] = "application/json"
    return response


@pytest.fixture
def come_back(client, monkeypatch, db):
    """`come_back("google", {...})`: press the button, come back as that person."""

    def there_and_back(provider, person, process="login", by=client):
        network = Network(person)
        monkeypatch.setattr(social.SocialAdapter, "get_requests_session", lambda self: network)
        away = by.post(f"{reverse(f'{provider}_login')}?process={process}")
        state = parse_qs(urlsplit(away.url).query)["state"][0]
        return by.get(reverse(f"{provider}_callback"), {"code": "c", "state": state}, follow=True)

    return there_and_back


def is_signed_in(client):
    return client.session.get("_auth_user_id")


def test_the_buttons_lead_to_the_providers(client, db):
    page = client.get(reverse("account_login"))

    assert "Sign in with Google" in page.text
    assert "Sign in with Microsoft" in page.text
    google = client.post(reverse("google_login")).url
    microsoft = client.post(reverse("microsoft_login")).url
    assert google.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert microsoft.startswith("https://login.microsoftonline.com/organizations/oauth2/v2.0/")
    assert "code_challenge_method=S256" in google
    assert "code_challenge_method=S256" in microsoft
    policy = page.headers["Content-Security-Policy"]
    allowed = "form-action 'self' https://accounts.google.com https://login.microsoftonline.com"
    assert allowed in policy


def test_without_keys_there_are_no_apps_addresses_or_buttons():
    look = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.urls import NoReverseMatch, reverse\n"
        "from hlp.urls import urlpatterns\n"
        "print([app for app in settings.INSTALLED_APPS if 'social' in app])\n"
        "try: print(reverse('google_login'))\n"
        "except NoReverseMatch: print('no address')\n"
        "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])\n"
    )
    unset = dict.fromkeys(("GOOGLE_CLIENT_ID", "MICROSOFT_CLIENT_ID"), "")

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", look],
        env=os.environ | unset | {"DJANGO_SETTINGS_MODULE": "hlp.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines() == ["[]", "no address", "[\"'self'\"]"]


def test_a_new_person_comes_in_by_an_address_the_organisation_owns(client, come_back):
    come_back("google", OF_BOURNE)

    user = User.objects.get()
    assert (user.name, user.email) == ("Nina Newcomer", "nina@bourne.example")
    assert is_signed_in(client) == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()
    assert not SocialToken.objects.exists()
    kept = SocialAccount.objects.get().extra_data
    assert kept == {"email": "nina@bourne.example", "hd": "bourne.example"}


def test_microsofts_word_counts_for_the_principal_name_alone(client, come_back):
    come_back("microsoft", MIKE | {"userPrincipalName": "Mike@bourne.example"})

    assert User.objects.get().name == "Mike Manager"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("provider", "person"),
    [
        ("google", OF_BOURNE | {"email_verified": False}),
        ("google", NINA | {"sub": "g-1"}),  # a private account with an address from elsewhere
        ("google", OF_BOURNE | {"hd": "another.example"}),
        ("microsoft", MIKE | {"userPrincipalName": "mike@attacker.example"}),
        ("microsoft", MIKE | {"userPrincipalName": "mike_bourne.example#EXT#@x.example"}),
        ("microsoft", MIKE | {"userPrincipalName": None}),
    ],
)
def test_an_address_that_nobody_vouches_for_opens_nothing(client, come_back, provider, person):
    known = [UserFactory.create(email=f"{name}@bourne.example") for name in ("nina", "mike")]

    page = come_back(provider, person)

    assert "could not tell us for certain that this email address is yours" in page.text
    assert not is_signed_in(client)
    assert list(User.objects.order_by("pk")) == known
    assert not SocialAccount.objects.exists()


def test_a_confirmed_account_is_opened_and_known_from_then_on(client, come_back):
    nina = UserFactory.create(email="nina@bourne.example")

    come_back("google", OF_BOURNE)
    assert is_signed_in(client) == str(nina.pk)
    nina.refresh_from_db()
    assert nina.has_usable_password()
    # Married: the number still says who it is, though the address is a new one.
    come_back("google", OF_BOURNE | {"email": "n.newname@bourne.example"}, by=(later := Client()))

    assert is_signed_in(later) == str(nina.pk)
    assert User.objects.count() == 1


def test_an_account_that_was_never_confirmed_is_not_opened(client, come_back, post):
    UserFactory.create(email="nina@bourne.example", verified=False)

    come_back("google", OF_BOURNE)

    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert [letter.subject for letter in post()] == ["You already have an account"]


def test_the_second_factor_is_asked_for_all_the_same(client, come_back):
    finance = in_partnership("Farah Finance", PortalRole.FINANCE)
    told = OF_BOURNE | {"email": finance.email, "hd": "example.org"}

    page = come_back("google", told)

    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_a_closed_account_stays_closed(client, come_back):
    UserFactory.create(email="nina@bourne.example", is_active=False)

    come_back("google", OF_BOURNE)

    assert not is_signed_in(client)


def test_a_signed_in_person_connects_and_disconnects(client, come_back, post):
    nina = UserFactory.create(email="nina@elsewhere.example")
    client.force_login(nina)
    page = come_back("google", OF_BOURNE, process="connect")
    assert page.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    page = client.post(
        reverse("account_reauthenticate"), {"password": "correct horse battery staple"}, follow=True
    )

    assert "It is connected" in page.text
    linked = SocialAccount.objects.get(user=nina)
    page = client.post(reverse("socialaccount_connections"), {"account": linked.pk}, follow=True)
    assert "It is no longer connected." in page.text
    assert not SocialAccount.objects.exists()
    assert [letter.subject for letter in post(nina.email)] == ["Your account was changed"] * 2


def test_an_answer_that_was_not_asked_for_is_refused(client, db):
    page = client.get(reverse("google_callback"), {"code": "c", "state": "made-up"})

    assert page.status_code == 401
    assert "Signing in did not work" in page.text
