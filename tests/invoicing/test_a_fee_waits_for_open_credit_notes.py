"""A credit note asked for by hand is approved or cancelled first: else a reduction is lost."""

import pytest

from invoicing.models import CreditNote
from invoicing.services import crediting, setting_fees
from invoicing.services.crediting import BeingCredited
from invoicing.services.setting_fees import StillOpen
from invoicing.states import FeeDecisionState
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice():
    return made.an_invoice()


@pytest.mark.parametrize("gross", ["1400.00", None])
def test_nobody_confirms_over_a_draft(gross, invoice, office, office2):
    draft = made.credit_drafted(invoice, gross)
    decision = made.decided("1200.00", by=office)

    with pytest.raises(StillOpen, match=f"for {invoice.number}. Approve or cancel them first"):
        setting_fees.confirm_fee(decision=decision, by=office2, now=made.LATER)

    decision.refresh_from_db()
    assert (decision.state, made.year().fee) == (FeeDecisionState.WAITING, 1500)
    crediting.cancel_credit(credit=draft, by=draft.prepared_by, now=made.LATER)
    made.confirmed(decision, by=office2)
    assert made.at(invoice).balance == 1200


def test_once_the_draft_is_approved_only_what_is_left_comes_off(invoice, office, office2):
    draft = made.credit_drafted(invoice, "1400.00")
    decision = made.decided("1200.00", by=office)

    crediting.approve_credit(credit=draft, by=office2, now=made.LATER)

    assert made.confirmed(decision, by=office2).state == FeeDecisionState.DONE
    assert made.at(invoice).balance == 0


def test_a_draft_for_an_invoice_of_less_holds_nothing_up(invoice, office, office2):
    made.confirmed(made.decided("1200.00", by=office), by=office2)
    made.credit_drafted(invoice, "100.00")

    again = made.decided("1200.00", minute="2022/4, item 1", by=office)

    assert again.state == FeeDecisionState.DONE


def test_while_a_decision_credits_nobody_drafts_another(invoice, office, office2):
    decision = made.decided("1200.00", by=office)
    setting_fees.confirm_fee(decision=decision, by=office2, now=made.LATER)

    with pytest.raises(BeingCredited, match="Try again when they are out"):
        made.credit_drafted(invoice, "100.00")

    assert not CreditNote.objects.exists()
