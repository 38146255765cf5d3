"""A fee holds once it is confirmed: until then a slip is put right by recording the right one."""

import pytest

from invoicing.models import CreditNote
from invoicing.states import FeeDecisionState
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db


def credits():
    return list(CreditNote.objects.order_by("sequence").values_list("gross", flat=True))


def test_a_slip_that_nobody_confirmed_is_taken_back(office, office2):
    made.an_invoice()
    made.member()
    late = made.drafted()
    slip = made.decided("120.00", by=office)
    assert (made.year().fee, late.invoices.get().net) == (1500, 1500)

    decision = made.decided("1200.00", minute="2022/3, item 5a", by=office)

    slip.refresh_from_db()
    assert (slip.state, decision.state) == (FeeDecisionState.REPLACED, FeeDecisionState.WAITING)
    made.confirmed(decision, by=office2)
    assert (made.year().fee, late.invoices.get().net) == (1200, 1200)
    assert credits() == [300]


def test_one_that_was_replaced_waits_again_once_recorded_again(office, office2):
    made.an_invoice()
    first = made.decided("1200.00", by=office)
    second = made.decided("1100.00", minute="2022/4, item 1", by=office)

    again = made.decided("1200.00", by=office2)

    second.refresh_from_db()
    assert again == first
    assert (again.state, second.state) == (FeeDecisionState.WAITING, FeeDecisionState.REPLACED)
    assert again.prepared_by == office2
    made.confirmed(again, by=office)
    assert credits() == [300]


def test_one_carried_out_before_invoices_went_out_for_more_credits_them(office, office2):
    made.decided("1000.00", by=office)
    made.decided("1150.00", minute="2022/4, item 1", by=office)
    made.an_invoice()

    again = made.decided("1000.00", by=office)

    assert again.state == FeeDecisionState.WAITING
    assert made.confirmed(again, by=office2).state == FeeDecisionState.DONE
    assert credits() == [150]
    assert made.year().fee == 1000
