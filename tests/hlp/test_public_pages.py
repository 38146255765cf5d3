"""What the portal says about itself, help for heads, and small files for machines."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from hlp.kit import clock, privacy
from hlp.pages import guides, kept, vat
from members.services import periods
from tests.factories import invoicing as money

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    starts_on = clock.today() + timedelta(days=30)
    return periods.create_period(name="This run", starts_on=starts_on, is_published=True)


def test_the_privacy_page_names_every_personal_field_with_its_reason(client):
    page = client.get(reverse("privacy")).text
    written = {row.why for record in kept.records() for row in record.kept}

    reasons = {
        why
        for model in privacy.all_models()
        for why in (privacy.of(model) or privacy.Privacy()).personal.values()
    }
    assert {why[0].upper() + why[1:] for why in reasons} == written
    assert "Who works at which school" in page
    assert "one year after it was asked" in page


def test_the_cookies_page_has_the_names_that_are_really_used(client, settings, head):
    client.force_login(head)
    client.get(reverse("members:contact"))

    page = client.get(reverse("cookies")).text

    assert all(f">{name}</h2>" in page for name in client.cookies)


def test_reading_sets_no_cookie(client, period):
    for name in ("prospectus", "help", "privacy", "help_joining"):
        assert not client.get(reverse(name)).cookies


def test_the_accessibility_statement_has_what_the_regulations_ask(client):
    page = client.get(reverse("accessibility")).text

    for words in ("partially compliant", "not accessible", "Enforcement", "We prepared it on"):
        assert words in page


@pytest.mark.parametrize("guide", guides.GUIDES, ids=lambda guide: guide.slug)
def test_every_guide_opens_with_and_without_a_period(client, guide):
    without = client.get(guide.url)
    periods.create_period(name="This run", starts_on=clock.today(), is_published=True)

    assert without.status_code == client.get(guide.url).status_code == 200
    assert guide.title in without.text


def test_vat_is_said_as_invoices_will_say_it(client, period):
    money.standard_rate("Academy converter")

    rows = {row.words: row.kinds for row in vat.words_by_kind(period, clock.today())}

    assert rows["VAT at 20% is added to the fee"] == ("Academy converter",)
    assert "Community school" in rows["No VAT is added: outside the scope of VAT"]
    assert "VAT at 20% is added to the fee" in client.get(reverse("help_invoices")).text


def test_robots_are_kept_out_of_what_is_behind_sign_in(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert "Disallow: /office/" in lines
    assert "Disallow: /invitations/" in lines


def test_security_txt_says_where_to_write_and_has_not_run_out(client):
    text = client.get("/.well-known/security.txt").text

    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"].startswith("mailto:")
    expires = datetime.strptime(fields["Expires"] + "+0000", "%Y-%m-%dT%H:%M:%SZ%z")
    assert clock.now() < expires < clock.now() + timedelta(days=365)


def test_the_icon_is_found_under_the_name_that_browsers_ask_for(client):
    assert client.get("/favicon.ico").headers["Location"].endswith("img/favicon.svg")
