"""The check of the numbers names every one that is missing, twice or strange."""

import pytest
from django.db import connection
from django.urls import reverse

from hlp.kit import frozen
from invoicing.models import Invoice, NumberSeries
from invoicing.services import checking_numbers
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invoices(office):
    found = made.issued(made.members(4))
    made.credited(found[0], "10.00")
    return found


def behind_our_back(*statements):
    """What the database refuses while its triggers stand."""
    frozen.lift(connection)
    with connection.cursor() as cursor:
        for statement, *params in statements:
            cursor.execute(statement, params)
    frozen.install(connection)


def page(person):
    return client_of(person).get(reverse("invoicing:number_check")).content.decode()


def test_without_a_gap_it_is_sound(invoices, finance):
    reports = {str(report.series): report for report in checking_numbers.check_all()}

    assert {name: (r.given, r.found) for name, r in reports.items()} == {
        "HLP22-": (4, 4),
        "HLPC22-": (1, 1),
    }
    assert all(report.is_sound for report in reports.values())
    assert "Every number that was given is there once." in page(finance)


def test_a_row_deleted_by_sql_is_named(invoices, office):
    gone = invoices[1].pk
    behind_our_back(
        ("DELETE FROM invoicing_invoiceline WHERE invoice_id = %s", gone),
        ("DELETE FROM invoicing_invoice WHERE id = %s", gone),
    )

    body = page(office)

    assert "Missing: HLP22-0002" in body
    assert "Numbers are missing or wrong" in body


def test_the_last_row_deleted_is_named_too(invoices, office):
    behind_our_back(("DELETE FROM invoicing_creditnote",))

    assert "Missing: HLPC22-0001" in page(office)


def test_a_number_that_was_rewritten_is_named(invoices, office):
    behind_our_back(
        ("UPDATE invoicing_invoice SET number = 'HLP22-0099' WHERE id = %s", invoices[2].pk),
        ("UPDATE invoicing_invoice SET sequence = 7 WHERE id = %s", invoices[3].pk),
    )

    report = checking_numbers.check(NumberSeries.objects.get(prefix="HLP22-"))

    assert report.strange == ["HLP22-0004", "HLP22-0099"]
    assert report.missing == ["HLP22-0004"]
    assert Invoice.objects.count() == 4


def test_a_number_given_twice_is_named():
    series = NumberSeries(prefix="HLP22-", next_number=3)
    rows = [(1, "HLP22-0001"), (1, "HLP22-0001"), (2, "HLP22-0002")]

    report = checking_numbers.compare(series, rows)

    assert (report.twice, report.missing, report.is_sound) == (["HLP22-0001"], [], False)
