"""A start page that says what waits for a person and leads to their work."""

import pytest
from django.urls import reverse

from hlp import home

pytestmark = pytest.mark.django_db


def test_someone_of_no_school_is_led_to_find_it(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("home")).content.decode()

    assert "You are not linked to a school yet." in page
    assert "Nothing is waiting for you." in page


def test_a_head_sees_their_school_and_invoices(client, head, school):
    client.force_login(head)

    page = client.get(reverse("home")).content.decode()

    assert f"{school.name}" in page
    assert "Your school&#x27;s invoices" in page


def test_finance_has_invoices_and_no_claims(client, finance):
    client.force_login(finance)

    titles = [place.title for place in home.links_for(finance)]

    assert titles == ["Fee runs", "Invoices"]
