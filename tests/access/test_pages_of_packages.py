"""Admin and allauth bring their own pages; rules instead of rows hold them."""

import pytest
from django.contrib import admin
from django.http import Http404
from django.urls import NoReverseMatch, resolve, reverse

from tests.access.answers import asked_by
from tests.access.page import HIDDEN, MOVES_ON, OPENS, SIGN_IN
from tests.access.roles import SIGNED_IN, STAFF, Role
from tests.access.urls import OF_PACKAGES, url_names

# What nobody needs to be signed in for.
PUBLIC = {
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password_from_key_done",
    "google_login",
    "microsoft_login",
    "socialaccount_login_cancelled",
}
NOT_PROVED = "status 401"  # what Google or Microsoft sends back without having been asked


def plain_urls(*prefixes):
    """URLs of packages that need no arguments, by name."""
    found = {}
    for name in url_names():
        if name.startswith(prefixes):
            try:
                found[name] = reverse(name)
            except NoReverseMatch:
                continue
    return found


def test_account_pages_are_private_unless_named_here(world):
    urls = plain_urls(*OF_PACKAGES[1:])

    answered = {name: asked_by(world, Role.ANONYMOUS, url) for name, url in urls.items()}

    assert {name for name, said in answered.items() if said == OPENS} == PUBLIC
    assert set(answered.values()) <= {OPENS, MOVES_ON, SIGN_IN, HIDDEN, NOT_PROVED}


def test_account_pages_answer_a_signed_in_person(world):
    urls = plain_urls(*OF_PACKAGES[1:])

    answered = {name: asked_by(world, Role.STRANGER, url) for name, url in urls.items()}

    assert set(answered.values()) <= {OPENS, MOVES_ON, SIGN_IN, HIDDEN, NOT_PROVED, "status 405"}


@pytest.mark.parametrize("role", list(Role))
def test_the_back_room_opens_for_staff_only(role, world):
    urls = [reverse("admin:index")]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls += [reverse(f"{base}_changelist"), reverse(f"{base}_add")]

    answered = {url: asked_by(world, role, url) for url in urls}

    if role not in STAFF:
        assert OPENS not in answered.values()
    else:
        assert answered[reverse("admin:index")] == OPENS
    assert not [said for said in answered.values() if said.startswith("status 5")]


def test_every_package_url_is_under_accounts_or_admin():
    for name, url in plain_urls(*OF_PACKAGES).items():
        assert url.startswith(("/accounts/", "/admin/")), name


def test_signed_in_roles_are_the_cast(world):
    assert set(world.people) == SIGNED_IN


def test_an_unknown_address_is_not_found():
    with pytest.raises(Http404):
        resolve("/no-such-page/")
