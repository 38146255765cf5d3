"""Two who enter at the same moment never give more than there is or more than is owed."""

import pytest

from invoicing.models import Allocation, Payment
from invoicing.services import paying
from invoicing.services.paying import Received, Share, WrongAmount
from tests.factories import invoicing as made
from tests.invoicing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_payments_for_one_invoice_pay_it_once(office):
    invoice = made.an_invoice()

    def pay(index):
        received = Received(on=made.LATER.date(), amount=invoice.gross, method="bacs")
        return paying.record_payment(
            received=received, pays=[Share(invoice)], by=office, now=made.LATER
        )

    ends = at_once(4, pay)

    assert sorted(type(end).__name__ for end in ends) == ["Payment"] + ["WrongAmount"] * 3
    assert made.at(invoice).balance == 0
    assert Payment.objects.count() == 1


def test_one_payment_is_shared_out_once(office):
    invoices = made.issued(made.members(4))
    payment = made.paid(amount="1500.00")

    def share(index):
        return paying.allocate(
            payment=payment, pays=[Share(invoices[index])], by=office, now=made.LATER
        )

    ends = at_once(4, share)

    assert [type(end) for end in ends].count(WrongAmount) == 3
    assert Allocation.objects.count() == 1
