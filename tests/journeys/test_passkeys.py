"""A passkey from the first offer to signing in with it alone; the browser brings the device."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from members.states import PortalRole
from tests.browser.checking import check_page
from tests.factories.cast import in_partnership
from tests.factories.members import PASSWORD


@pytest.fixture
def person(transactional_db):
    """Of LA finance, and not yet with a second factor."""
    person = in_partnership("Farah Finance", PortalRole.FINANCE)
    Authenticator.objects.all().delete()
    return person


@pytest.fixture
def telephone(page):
    """A telephone that says yes; `telephone(False)` lets it refuse."""
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    made = client.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": options | {"automaticPresenceSimulation": True}},
    )

    def says(yes):
        client.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": made["authenticatorId"], "isUserVerified": yes},
        )

    return says


def sign_in_by_password(page, url, person):
    page.goto(f"{url}{reverse('account_login')}")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_by_password(page):
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def sign_out(page, url):
    page.goto(f"{url}{reverse('account_logout')}")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_is_added_named_and_signed_in_with(live_server, page, person, telephone):
    url = live_server.url
    sign_in_by_password(page, url, person)
    expect(page.get_by_role("main")).to_contain_text("Add a passkey or set up an authenticator app")
    check_page(page)

    # Added, after the password once more
    page.get_by_role("button", name="Add a passkey").click()
    confirm_by_password(page)
    page.get_by_label("Name").fill("My telephone")
    check_page(page)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(page.get_by_role("main")).to_contain_text("Your passkey was added.")
    page.goto(f"{url}{reverse('mfa_list_webauthn')}")
    expect(page.get_by_role("rowheader", name="My telephone")).to_be_visible()
    check_page(page)

    # Its second factor is enough for the role
    page.goto(f"{url}{reverse('home')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")

    # Renamed
    page.goto(f"{url}{reverse('mfa_list_webauthn')}")
    page.get_by_role("link", name="Rename My telephone").click()
    page.get_by_label("Name").fill("Old telephone")
    check_page(page)
    page.get_by_role("button", name="Save name").click()
    expect(page.get_by_role("rowheader", name="Old telephone")).to_be_visible()

    # Signed in with it alone
    sign_out(page, url)
    page.goto(f"{url}{reverse('account_login')}")
    check_page(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    assert Authenticator.objects.get(type="webauthn").last_used_at

    # As the second step after the password
    sign_out(page, url)
    sign_in_by_password(page, url, person)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    check_page(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")

    # Confirmed with it before it is removed
    page.goto(f"{url}{reverse('mfa_reauthenticate_webauthn')}?next={reverse('mfa_list_webauthn')}")
    check_page(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("link", name="Remove Old telephone").click()
    check_page(page)
    page.get_by_role("button", name="Remove passkey").click()
    # Without any factor left the role leads back to setting one up.
    expect(page.get_by_role("main")).to_contain_text("You have no passkey yet.")
    page.goto(f"{url}{reverse('home')}")
    expect(page.get_by_role("main")).to_contain_text("you need a second factor")
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_device_that_refuses_is_said_in_words(live_server, page, person, telephone):
    page.goto(f"{live_server.url}{reverse('account_login')}")
    telephone(False)

    page.get_by_role("button", name="Sign in with a passkey").click()

    trouble = page.get_by_role("alert")
    expect(trouble).to_have_text(
        "The passkey did not work. Try again, or sign in with your password."
    )
    check_page(page)


def test_without_javascript_no_passkey_is_offered(live_server, page_without_js, person):
    page_without_js.goto(f"{live_server.url}{reverse('account_login')}")

    expect(page_without_js.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page_without_js.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
