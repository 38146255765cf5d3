"""Money is entered by hand, pays one invoice or several, and is never changed afterwards."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from hlp.kit.access import WrongPerson
from invoicing.models import Allocation, Invoice, Payment
from invoicing.services import paying
from invoicing.services.paying import Received, Share
from invoicing.states import PaymentMethod, Standing
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db
JUNE = date(2022, 6, 30)


@pytest.fixture
def invoices():
    return made.issued(made.members(3))


def left(payment):
    return Payment.objects.with_left().get(pk=payment.pk).left


def standings(invoices, on=JUNE):
    return [made.at(invoice, on).standing(on) for invoice in invoices]


def reverse(payment, by, on=date(2022, 5, 20)):
    return paying.reverse_payment(
        payment=payment, on=on, reason="The cheque bounced", by=by, now=made.LATER
    )


def test_a_whole_payment_pays_the_invoice(invoices, finance):
    payment = made.paid(invoices[0], by=finance)

    invoice = made.at(invoices[0])
    assert (invoice.paid, invoice.balance) == (1500, 0)
    assert standings(invoices) == [Standing.PAID, Standing.OVERDUE, Standing.OVERDUE]
    assert payment.recorded_by == finance


def test_a_part_payment_leaves_the_rest_owed(invoices):
    made.paid(invoices[0], amount="600.50")

    assert made.at(invoices[0]).balance == Decimal("899.50")
    assert standings(invoices[:1], date(2022, 4, 30)) == [Standing.PART_PAID]
    assert standings(invoices[:1]) == [Standing.OVERDUE]


def test_a_trust_pays_for_three_schools_in_one_line(invoices):
    payment = made.paid(*invoices, amount="4500.00")

    assert standings(invoices) == [Standing.PAID] * 3
    assert left(payment) == 0


def test_what_is_too_much_is_left_for_a_later_invoice(invoices, office):
    payment = made.paid(invoices[0], amount="2000.00")
    assert left(payment) == 500

    paying.allocate(payment=payment, pays=[Share(invoices[1])], by=office, now=made.LATER)

    assert (left(payment), made.at(invoices[1]).balance) == (0, 1000)


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        (["1500.01"], "Only £1,500.00 is owed on HLP22-0001."),
        (["1000", "600"], "Of this payment only £500.00 is left for HLP22-0002."),
        (["0"], "The amount for HLP22-0001 must be more than £0.00."),
        (["1500", None], "Nothing of this payment is left for HLP22-0002."),
    ],
)
def test_more_than_there_is_or_is_owed_is_refused(amounts, sentence, invoices, office):
    received = Received(on=JUNE, amount=Decimal(1500 if len(amounts) > 1 else 2000), method="bacs")
    pays = [
        Share(invoice, amount and Decimal(amount))
        for invoice, amount in zip(invoices, amounts, strict=False)
    ]

    with pytest.raises(paying.WrongAmount) as refused:
        paying.record_payment(received=received, pays=pays, by=office, now=made.LATER)

    assert str(refused.value) == sentence
    assert not Payment.objects.exists()
    assert not Allocation.objects.exists()


def test_an_invoice_that_is_paid_takes_no_more(invoices, office):
    made.paid(invoices[0])
    again = made.paid()

    with pytest.raises(paying.WrongAmount, match="Nothing is owed on HLP22-0001"):
        paying.allocate(payment=again, pays=[Share(invoices[0])], by=office, now=made.LATER)


def test_money_that_is_still_to_come_is_not_recorded(office):
    received = Received(on=date(2022, 7, 1), amount=Decimal(1), method=PaymentMethod.BACS)

    with pytest.raises(paying.WrongDay, match="still to come"):
        paying.record_payment(received=received, by=office, now=made.LATER)


def test_a_form_sent_twice_is_one_payment_but_two_equal_lines_are_two(invoices, office):
    received = Received(on=JUNE, amount=Decimal(1500), method=PaymentMethod.BACS)
    entry = uuid4()
    for invoice in (invoices[0], invoices[0]):
        paying.record_payment(
            received=received, pays=[Share(invoice)], entry=entry, by=office, now=made.LATER
        )
    paying.record_payment(received=received, by=office, now=made.LATER)

    assert Payment.objects.count() == 2
    assert Allocation.objects.count() == 1


def test_a_payment_reversed_is_owed_again_and_both_entries_stay(invoices, office):
    payment = made.paid(*invoices[:2], amount="3000.00")

    reverse(payment, office)

    assert [made.at(invoice).balance for invoice in invoices[:2]] == [1500, 1500]
    assert made.at(invoices[0], date(2022, 5, 19)).balance == 0
    assert left(payment) == 0
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [-3000, 3000]
    assert Allocation.objects.count() == 4
    with pytest.raises(paying.WrongAmount, match="reversed already"):
        reverse(payment, office)


def test_money_goes_back_after_it_came(invoices, office):
    payment = made.paid(invoices[0])

    with pytest.raises(paying.WrongDay, match="between the day it came and today"):
        reverse(payment, office, on=date(2022, 4, 19))

    assert made.at(invoices[0]).balance == 0


def test_what_was_put_on_the_wrong_invoice_is_taken_off_and_pays_another(invoices, office):
    payment = made.paid(invoices[0])

    def take_off():
        return paying.release(
            allocation=payment.allocations.in_force().get(),
            reason="It was for the other school",
            by=office,
            now=made.LATER,
        )

    allocation = payment.allocations.get()
    take_off()
    paying.allocate(payment=payment, pays=[Share(invoices[1])], by=office, now=made.LATER)

    assert [made.at(invoice).balance for invoice in invoices[:2]] == [1500, 0]
    assert made.at(invoices[1], date(2022, 6, 29)).balance == 1500  # until then it paid the first
    with pytest.raises(paying.WrongAmount, match="taken off already"):
        paying.release(allocation=allocation, reason="Again", by=office, now=made.LATER)


def test_what_is_left_may_go_back_to_the_payer(invoices, office):
    payment = made.paid(invoices[0], amount="1600.00")

    def give_back(amount, on=JUNE):
        return paying.give_back(
            payment=payment,
            amount=Decimal(amount),
            on=on,
            reason="Overpaid",
            by=office,
            now=made.LATER,
        )

    with pytest.raises(paying.WrongAmount, match=r"£100\.00 is left"):
        give_back("100.01")
    give_back("100.00")

    assert left(payment) == 0
    assert made.at(invoices[0]).balance == 0


def test_a_late_entry_changes_only_what_comes_after_its_day(invoices):
    made.paid(invoices[0], on=date(2022, 5, 10))

    assert made.at(invoices[0], date(2022, 5, 9)).standing(date(2022, 5, 9)) == Standing.OVERDUE
    assert made.at(invoices[0], date(2022, 5, 10)).standing(date(2022, 5, 10)) == Standing.PAID


def test_money_before_the_invoice_counts_from_the_invoice(invoices):
    made.paid(invoices[0], on=date(2022, 3, 1))

    assert list(Invoice.objects.owed(date(2022, 3, 31))) == []
    assert made.at(invoices[0], date(2022, 4, 1)).balance == 0


@pytest.mark.parametrize("person", ["clerk", "head", "board_member", "stranger"])
def test_only_those_who_keep_the_books_enter_anything(person, invoices, request):
    with pytest.raises(WrongPerson):
        made.paid(invoices[0], by=request.getfixturevalue(person))
