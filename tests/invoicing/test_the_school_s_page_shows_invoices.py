"""A school's page, which belongs to members, shows what invoicing adds to it."""

import pytest
from django.urls import reverse

from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "sees"),
    [("head", True), ("business_manager", True), ("office", True), ("teacher", False)],
)
def test_whoever_may_see_the_invoices_finds_them_there(request, school, who, sees):
    person = request.getfixturevalue(who)
    invoice = made.an_invoice(made.member(school))
    other = made.an_invoice()

    page = client_of(person).get(reverse("members:school_detail", args=[school.pk]))

    text = page.content.decode()
    assert page.status_code == 200
    assert (invoice.number in text) == sees
    assert other.number not in text
