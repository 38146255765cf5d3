"""Reminders ask `unpaid()` and look at nothing else; two invoices of one payer make one mail."""

from datetime import date, timedelta

import pytest

from hlp.kit.models import OutboxMessage
from tests.factories import invoicing
from tests.factories.reminders import send

pytestmark = pytest.mark.django_db
PAYER = "finance@trust.example"


@pytest.fixture
def invoices():
    """Two schools of one trust, whose office pays for both; due on 1 May 2022."""
    return invoicing.issued([invoicing.member(finance_email=PAYER) for _ in range(2)])


def mails():
    found = OutboxMessage.objects.filter(key__startswith="reminders:").order_by("pk")
    return [(mail.to, mail.subject.partition(":")[0]) for mail in found]


def test_one_payer_gets_one_mail_with_all_invoices(invoices):
    send(date(2022, 4, 22))

    assert mails() == [(PAYER, "2 reminders")]
    text = OutboxMessage.objects.get(to=PAYER, key="reminders:2022-04-22").text
    assert all(invoice.number in text for invoice in invoices)


def test_what_is_paid_is_not_chased(invoices):
    """One pays on the morning of the first reminder, the other on that of the first chaser."""
    invoicing.paid(invoices[0], on=date(2022, 4, 22))
    invoicing.paid(invoices[1], on=date(2022, 5, 13))
    for day in range(100):
        send(date(2022, 4, 1) + timedelta(days=day))

    assert mails() == [(PAYER, "Reminder"), (PAYER, "Reminder")]  # a week before and on the day


def test_what_is_part_paid_is_reminded_of_with_the_rest(invoices):
    invoicing.paid(invoices[0], on=date(2022, 4, 21))
    invoicing.paid(invoices[1], on=date(2022, 4, 21), amount="500.00")

    send(date(2022, 4, 22))

    text = OutboxMessage.objects.get(key="reminders:2022-04-22").text
    assert invoices[0].number not in text
    assert "£1,000.00 of £1,500.00 still to pay, due by 1 May 2022" in text
