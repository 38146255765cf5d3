"""Whatever is entered in whatever order, the balances sum to the ledger and nothing is too much."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hlp.kit.money import to_pennies
from hlp.kit.refusal import Refusal
from invoicing.models import Allocation, Invoice, Payment
from invoicing.services import paying
from invoicing.services.paying import Share
from tests.factories import invoicing as made

FAST = [Phase.explicit, Phase.reuse, Phase.generate]  # shrinking replays the database for minutes
START = date(2022, 4, 1)
AMOUNTS = st.decimals(min_value="0.01", max_value="3500", places=2)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "allocate", "release", "give back", "reverse"]),
        st.integers(0, 5),
        st.integers(0, 2),
        AMOUNTS,
        st.integers(0, 60),
    ),
    max_size=12,
)


def pick(rows, index):
    rows = list(rows)
    return rows[index % len(rows)] if rows else None


def take(step, invoices, by, now):
    """One entry as a person would make it; what cannot be is refused and changes nothing."""
    what, which, invoice, amount, days = step
    day = START + timedelta(days=days)
    share = [Share(invoices[invoice], amount if which % 2 else None)]
    said = {"by": by, "now": now}
    payment = pick(Payment.objects.received().order_by("pk"), which)
    if what == "pay":
        received = paying.Received(on=day, amount=amount, method="bacs")
        paying.record_payment(received=received, pays=share if which else [], **said)
    elif what == "release" and (entry := pick(Allocation.objects.order_by("pk"), which)):
        paying.release(allocation=entry, reason="Wrong", **said)
    elif payment and what == "allocate":
        paying.allocate(payment=payment, pays=share, **said)
    elif payment and what == "give back":
        paying.give_back(payment=payment, amount=amount, on=day, reason="Too much", **said)
    elif payment and what == "reverse":
        paying.reverse_payment(payment=payment, on=day, reason="Bounced", **said)


def summed(rows, field="amount"):
    return to_pennies(rows.aggregate(sum=Sum(field))["sum"] or Decimal(0))


class TheLedger(TestCase):
    @settings(max_examples=20, phases=FAST)
    @given(steps=STEPS)
    def test_balances_sum_to_the_ledger_on_every_day(self, steps):
        made.members(3)
        invoices = made.issued()
        by, now = made.someone("Kay Keeper"), made.NOW + timedelta(days=60)
        for number, step in enumerate(steps):
            try:
                take(step, invoices, by, now + timedelta(days=number))
            except Refusal:
                continue

        for day in (START + timedelta(days=days) for days in range(0, 75, 7)):
            self.sums_up(day)
        for invoice in Invoice.objects.with_balance(date.max):
            assert 0 <= invoice.balance <= invoice.gross
        for payment in Payment.objects.received().with_left():
            assert 0 <= payment.left <= payment.amount

    def sums_up(self, day):
        invoices = Invoice.objects.owed(day)
        paid = summed(Allocation.objects.filter(counts_on__lte=day))
        received = summed(Payment.objects.filter(received_on__lte=day))
        owed = sum((invoice.balance for invoice in invoices), Decimal(0))

        assert owed == summed(invoices, "gross") - paid
        assert paid <= received


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["payment", "allocation"])
def test_the_database_changes_and_removes_no_entry(table):
    made.paid(made.an_invoice())

    for sql in (f"UPDATE invoicing_{table} SET amount = 1", f"DELETE FROM invoicing_{table}"):  # noqa: S608
        with (
            pytest.raises(IntegrityError, match="is frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    assert Payment.objects.get().amount == Allocation.objects.get().amount == 1500
