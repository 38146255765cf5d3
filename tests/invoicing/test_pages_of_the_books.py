"""What finance and a school see of payments and credit notes, and what the forms say."""

import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from invoicing.models import Allocation, CreditNote, Payment
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(made.LATER, tick=False):
        yield


@pytest.fixture
def invoice(membership):
    return made.an_invoice(membership)


def text_of(response):
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def url(name, *args):
    return reverse(f"invoicing:{name}", args=args)


def sent(client, address, **data):
    """The form as the page gave it, filled in and sent."""
    page = client.get(address)
    hidden = re.findall(r'name="(entry)" value="([^"]+)"', page.content.decode())
    return client.post(address, {**dict(hidden), **data}, follow=True)


TYPED = {
    "received_on-day": "20",
    "received_on-month": "4",
    "received_on-year": "2022",
    "amount": "£2,000",
    "method": "bacs",
    "payer": "Bourne Lane Trust",
    "reference": "HLP22-0001 FEES",
    "pays": "hlp22-0001 1,500",
}


def test_finance_records_a_payment_and_sees_what_is_left(invoice, finance):
    client = client_of(finance)
    start = client.get(url("record_payment"), {"invoice": "HLP22-0001"})
    assert "HLP22-0001</textarea>" in start.content.decode()

    page = text_of(sent(client, url("record_payment"), **TYPED))

    assert "The payment is recorded." in page
    assert "Left to share out £500.00" in page
    assert Allocation.objects.get().amount == 1500
    assert "Bourne Lane Trust" in text_of(client.get(url("payment_list"), {"q": "fees"}))
    assert "No payments found" in text_of(client.get(url("payment_list"), {"q": "cheque"}))
    assert "£500.00" in text_of(client.get(url("payment_list"), {"left": "on"}))


def test_the_same_form_twice_is_one_payment(invoice, finance):
    client = client_of(finance)
    body = client.get(url("record_payment")).content.decode()
    entry = re.search(r'name="entry" value="([^"]+)"', body)[1]

    for _ in range(2):
        client.post(url("record_payment"), {**TYPED, "entry": entry})

    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("pays", "said"),
    [
        ("HLP22-0009", "There is no issued invoice HLP22-0009"),
        ("the invoice", "“the invoice” is no invoice number like HLP22-0001"),
        ("HLP22-0001 some", "“HLP22-0001 some” has no amount like 750 or 750.50"),
        ("HLP22-0001\nHLP22-0001 3", "Name each invoice once"),
        ("HLP22-0001 1600", "Only £1,500.00 is owed on HLP22-0001."),
    ],
)
def test_what_cannot_be_shared_out_is_said_and_kept(pays, said, invoice, finance):
    page = sent(client_of(finance), url("record_payment"), **{**TYPED, "pays": pays})

    assert said in text_of(page)
    assert "Bourne Lane Trust" in page.content.decode()
    assert not Payment.objects.exists()


def test_a_payment_is_shared_out_taken_off_given_back_and_reversed(invoice, office):
    client = client_of(office)
    payment = made.paid(amount="1600.00")
    day = {"on-day": "30", "on-month": "6", "on-year": "2022"}

    sent(client, url("allocate_payment", payment.pk), pays="HLP22-0001")
    allocation = payment.allocations.get()
    sent(client, url("give_back", payment.pk), amount="100", reason="Too much", **day)
    sent(client, url("release_allocation", payment.pk, allocation.pk), reason="Wrong school")
    page = text_of(sent(client, url("reverse_payment", payment.pk), reason="Bounced", **day))

    assert "Reversed" in page
    assert "-£100.00, Too much" in page
    assert "-£1,500.00, Bounced" in page
    assert made.at(invoice).balance == 1500
    assert "Only what is" not in page


def test_finance_asks_for_a_credit_note_and_the_office_approves_it(invoice, finance, office):
    asked = client_of(finance)
    page = sent(asked, url("draft_credit", "HLP22-0001"), extent="part", gross="350", reason="Cut")
    credit = CreditNote.objects.get()
    assert "somebody else of the office or LA finance approves it" in text_of(page)
    assert "waits for a second person" in text_of(asked.get(url("invoice_detail", "HLP22-0001")))

    approver = client_of(office)
    assert "Credit £350.00 of invoice HLP22-0001?" in text_of(
        approver.get(url("approve_credit", credit.pk))
    )
    page = text_of(approver.post(url("approve_credit", credit.pk), follow=True))

    assert "The credit note is issued" in page
    assert "HLPC22-0001" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"reason": "Cut"}, "Choose whether to credit all or part"),
        ({"extent": "part", "reason": "Cut"}, "Enter the amount to credit"),
        ({"extent": "whole"}, "Enter the reason"),
        ({"extent": "part", "gross": "1500.01", "reason": "Cut"}, "only £1,500.00 is left"),
    ],
)
def test_what_is_missing_for_a_credit_note_is_said(data, said, invoice, finance):
    page = text_of(sent(client_of(finance), url("draft_credit", "HLP22-0001"), **data))

    assert said in page
    assert not CreditNote.objects.exists()


def test_the_school_sees_what_was_paid_and_credited_and_what_is_left(invoice, head):
    made.paid(invoice, amount="600.00")
    made.credited(invoice, "350.00")
    made.credit_drafted(invoice, "1.00")

    page = text_of(client_of(head).get(url("invoice_detail", "HLP22-0001")))

    assert "20 Apr 2022 Paid: Bank transfer (BACS) £600.00 £900.00" in page
    assert "Credit note HLPC22-0001: The school was charged too much £350.00 £550.00" in page
    assert "Record a payment" not in page
    assert "waits for a second person" not in page


def test_once_paid_it_asks_for_nothing_more(invoice, head):
    made.paid(invoice)

    page = text_of(client_of(head).get(url("invoice_detail", "HLP22-0001")))

    assert "How to pay" not in page
    assert "Paid" in page
    assert "HLP22-0001" not in text_of(client_of(head).get("/home/"))


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("paid", ["HLP22-0001"]),
        ("part_paid", ["HLP22-0002"]),
        ("credited", ["HLP22-0003"]),
        ("overpaid", ["HLP22-0004"]),
        ("overdue", ["HLP22-0005", "HLP22-0002"]),
        ("unpaid", ["HLP22-0005", "HLP22-0002"]),
        ("due", []),
    ],
)
def test_finance_filters_by_where_an_invoice_stands(status, found, finance):
    paid, part, credited, over, _owed = made.issued(made.members(5))
    made.paid(paid)
    made.paid(part, amount="10.00")
    made.credited(credited)
    made.paid(over)
    made.credited(over, "350.00")

    page = client_of(finance).get(url("invoice_list"), {"status": status})

    assert [invoice.number for invoice, _ in page.context["rows"]] == found
    owed = {"HLP22-0002": Decimal(1490), "HLP22-0005": Decimal(1500)}
    still_to_pay = sum((owed.get(number, Decimal(0)) for number in found), Decimal(0))
    assert page.context["stats"][-1].figure == f"£{still_to_pay:,.2f}"
