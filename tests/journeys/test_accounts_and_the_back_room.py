"""Pages that allauth and Django's admin draw, in our frame: looked at like our own."""

import io
import zipfile

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from hlp.kit import clock
from hlp.subject_access import exporting, packing
from tests.access.roles import Role
from tests.access.world import World
from tests.browser.checking import check_page, faults_in_browser, html_faults
from tests.browser.watching import log_of

OF_NOBODY = (
    *("account_login", "account_signup", "account_reset_password", "account_reset_password_done"),
    *("account_email_verification_sent", "account_inactive", "socialaccount_login_cancelled"),
    *("google_login", "microsoft_login"),
)
OF_A_PERSON = (
    *("account_change_password", "account_email", "account_logout", "account_reauthenticate"),
    *("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"),
    *("usersessions_list", "socialaccount_connections", "your_data", "members:your_roles"),
)


@pytest.fixture
def world(transactional_db):
    return World()


def test_the_pages_of_an_account_are_accessible(live_server, world, page, sign_in, subtests):
    for name in OF_NOBODY:
        with subtests.test(name):
            page.goto(f"{live_server.url}{reverse(name)}")
            check_page(page)
    sign_in(page.context, world.people[Role.HEAD])
    for name in OF_A_PERSON:
        with subtests.test(name):
            page.goto(f"{live_server.url}{reverse(name)}")
            check_page(page)


def test_the_offices_page_about_a_person_is_accessible(live_server, world, page, sign_in, subtests):
    """With a copy to take and everything in the way of erasure, and with nothing in the way."""
    exporting.make(key=f"{world.people[Role.HEAD].pk}:1", now=clock.now())
    sign_in(page.context, world.people[Role.OFFICE])
    for role in (Role.HEAD, Role.FINANCE, Role.STRANGER, Role.OFFICE):
        with subtests.test(role):
            url = reverse("person_data", args=[world.people[role].pk])
            page.goto(f"{live_server.url}{url}")
            check_page(page)


def test_the_copy_of_ones_data_is_a_valid_page(world):
    archive = zipfile.ZipFile(io.BytesIO(packing.pack(world.people[Role.HEAD], clock.now())))

    assert html_faults({"copy": archive.read("your-data.html").decode()}) == []


def test_the_back_room_is_accessible(live_server, world, page, sign_in, subtests):
    made = world.member, world.claim, world.invitation
    assert all(made)
    exporting.make(key=f"{world.people[Role.HEAD].pk}:1", now=clock.now())
    sign_in(page.context, world.people[Role.OFFICE])
    request = RequestFactory().get("/admin/")
    request.user = world.people[Role.OFFICE]
    for model, page_of in admin.site._registry.items():
        if not page_of.has_view_permission(request):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        urls = [reverse(f"{name}_changelist")]
        if row:
            urls += [reverse(f"{name}_change", args=[row.pk])]
            urls += [reverse(f"{name}_history", args=[row.pk])]
        for url in urls:
            with subtests.test(url):
                log_of(page).take_complaints()
                assert page.goto(f"{live_server.url}{url}").status == 200
                assert faults_in_browser(page) == []
