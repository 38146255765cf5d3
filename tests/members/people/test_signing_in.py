import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from members.accounts import LETTERS, NOTICES
from members.models import User
from tests.factories.members import PASSWORD, UserFactory
from tests.factories.sessions import client_of

NEW = {"name": "Nia Newcomer", "email": "Nia@School.example", "password1": "three odd words"}


@pytest.fixture
def nia(db):
    return UserFactory.create(name="Nia Newcomer", email="nia@school.example")


def sign_in(client, password=PASSWORD, email="nia@school.example", **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def link_in(letter, path="/accounts/"):
    return re.search(rf"http://localhost:8000({path}\S+)", letter.text)[1]


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_new_person_gives_a_name_and_confirms_the_address_before_anything(client, db, post):
    client.post(reverse("account_signup"), NEW)

    user = User.objects.get()
    assert (user.name, user.email) == ("Nia Newcomer", "nia@school.example")
    assert not is_signed_in(client)
    (letter,) = post("nia@school.example")
    assert letter.subject == "Confirm your email address"
    assert "Hello Nia Newcomer," in letter.text
    assert letter.secret
    link = link_in(letter)
    assert link in letter.html

    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified  # opening is not confirming
    client.post(link)

    assert EmailAddress.objects.get().verified
    assert is_signed_in(client)


def test_who_has_not_confirmed_cannot_sign_in(client, db):
    client.post(reverse("account_signup"), NEW)
    other = Client()

    sign_in(other, "three odd words")

    assert not is_signed_in(other)
    assert not EmailAddress.objects.get().verified


def test_a_name_is_needed(client, db):
    page = client.post(reverse("account_signup"), NEW | {"name": ""})

    assert "Enter your full name" in page.text
    assert not User.objects.exists()


def test_the_password_is_typed_once(client, db):
    assert "password2" not in client.get(reverse("account_signup")).text


def test_the_sixth_wrong_password_is_refused_with_a_sentence(client, nia):
    for _ in range(5):
        page = sign_in(client, "wrong words here")
        assert "The email address or the password is not right." in page.text

    refused = sign_in(client, "wrong words here")
    right = sign_in(client)

    assert "There were too many wrong passwords. Wait five minutes" in refused.text
    assert "too many wrong passwords" in right.text
    assert not is_signed_in(client)


def test_the_limit_holds_whatever_address_the_caller_writes_into_the_header(client, nia, settings):
    """Without a proxy X-Forwarded-For is anybody's to write, so it is not believed."""
    for number in range(20):
        sign_in(
            client, "wrong", f"p{number}@x.example", headers={"x-forwarded-for": f"1.2.3.{number}"}
        )

    refused = sign_in(client, headers={"x-forwarded-for": "9.9.9.9"})

    assert "too many wrong passwords" in refused.text


def test_behind_one_proxy_each_caller_is_counted_by_itself(client, nia, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(20):
        # The first address is what the caller made up, the last what our proxy saw.
        sign_in(
            client, "wrong", f"p{number}@x.example", headers={"x-forwarded-for": "6.6.6.6, 1.2.3.4"}
        )

    blocked = sign_in(client, headers={"x-forwarded-for": "5.5.5.5, 1.2.3.4"})
    free = sign_in(client, headers={"x-forwarded-for": "1.2.3.4, 5.5.5.5"})

    assert "too many wrong passwords" in blocked.text
    assert free.status_code == 302


def test_nobody_learns_which_addresses_have_an_account(client, nia, post):
    known = Client().post(reverse("account_signup"), NEW, follow=True)
    unknown = Client().post(
        reverse("account_signup"), NEW | {"email": "new@school.example"}, follow=True
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert [letter.subject for letter in post("nia@school.example")] == [
        "You already have an account"
    ]

    reset = reverse("account_reset_password")
    known = Client().post(reset, {"email": "nia@school.example"}, follow=True)
    unknown = Client().post(reset, {"email": "nobody@school.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert [letter.subject for letter in post("nobody@school.example")] == [
        "There is no account for this address"
    ]


def test_a_reset_ends_every_session_and_does_not_sign_in(client, nia, post):
    elsewhere = Client()
    sign_in(elsewhere)
    assert elsewhere.get(reverse("home")).status_code == 200

    client.post(reverse("account_reset_password"), {"email": nia.email})
    (letter,) = post(nia.email)
    assert letter.subject == "Choose a new password"
    assert "The link works once and for one day." in letter.text
    form = client.get(link_in(letter), follow=True).request["PATH_INFO"]
    chosen = {"password1": "quite other words", "password2": "quite other words"}
    client.post(form, chosen)

    assert elsewhere.get(reverse("home")).status_code == 302
    assert not is_signed_in(client)
    sign_in(client, "quite other words")
    assert is_signed_in(client)
    assert post(nia.email)[-1].subject == "Your account was changed"
    assert "The password of your account was reset." in post(nia.email)[-1].text
    assert client.get(link_in(letter), follow=True).context.get("token_fail")


def test_links_in_mails_ignore_the_host_header(client, nia, post, settings):
    settings.ALLOWED_HOSTS = ["*"]

    client.post(
        reverse("account_reset_password"), {"email": nia.email}, headers={"host": "evil.example"}
    )

    assert "evil.example" not in post(nia.email)[0].text
    assert "http://localhost:8000/accounts/" in post(nia.email)[0].text


def test_changing_the_address_asks_for_the_password_and_confirms_the_new_one(client, nia, post):
    sign_in(client)
    change = {"action_add": "", "email": "nia@new.example"}

    asked = client.post(reverse("account_email"), change)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})
    client.post(reverse("account_email"), change)
    nia.refresh_from_db()
    assert nia.email == "nia@school.example"
    (letter,) = [letter for letter in post("nia@new.example") if "Confirm" in letter.subject]
    client.post(link_in(letter))

    nia.refresh_from_db()
    assert nia.email == "nia@new.example"
    told = post("nia@school.example")[-1]
    assert "The email address of your account was changed." in told.text
    assert "nia@new.example" in told.text


def test_every_notice_of_allauth_has_our_words():
    folder = Path(allauth.__file__).parent / "templates"
    sent = {
        str(file.relative_to(folder)).removesuffix("_subject.txt")
        for app in ("account", "mfa", "socialaccount")
        for file in (folder / app / "email").glob("*_subject.txt")
    }
    unused = {name for name in sent if "_code" in name and "recovery" not in name}
    assert sent - unused == set(NOTICES) | set(LETTERS)


@pytest.mark.parametrize(
    "password",
    [
        *("short words", "password1234", "hillingdon2022", "Hillingdon-School-1", "aaaaaaaaaaaaaa"),
        *("HLPpartnership!", "nianewcomer@school", "123412341234"),
    ],
)
def test_passwords_that_others_would_try_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(name="Nia Newcomer", email="nianewcomer@school.example"))


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "x8$Kq92!mZ4#",
        "my school of purple fish",
        "ü" * 3 + "ñandú ok ok",
        "long " * 12 + "words and more of them to 64",
    ],
)
def test_good_passwords_are_taken_as_they_are(password):
    validate_password(password, User(name="Nia", email="nia@school.example"))


def test_the_back_room_has_no_password_page_of_its_own(office):
    answer = client_of(office).get("/admin/password_change/")

    assert answer.headers["Location"] == reverse("account_change_password")
