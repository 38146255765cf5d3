"""Nothing goes out at an old fee while a decision waits; a slip never takes effect unseen."""

import pytest
import time_machine
from django.urls import reverse

from hlp.kit.states import WrongMoment
from invoicing.models import FeeRun, Invoice
from invoicing.services import issuing
from invoicing.states import FeeDecisionState, FeeRunState
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def late_joiner(office):
    """One school is invoiced; another joined since, and its run is approved."""
    made.an_invoice()
    made.member()
    return made.run_in(FeeRunState.APPROVED)


def test_no_run_is_issued_while_a_decision_waits(late_joiner, office, office2):
    decision = made.decided("1150.00", by=office)

    with pytest.raises(WrongMoment, match=r"£1,150.00, minute 2022/3, item 5.*Let a second"):
        issuing.issue_run(run=late_joiner, by=office2, now=made.LATER)

    assert Invoice.objects.issued().count() == 1
    made.confirmed(decision, by=office2)
    late_joiner.refresh_from_db()
    assert late_joiner.state == FeeRunState.DRAFT  # approved again at the new price
    assert {draft.net for draft in late_joiner.invoices.all()} == {1150}


def test_the_fee_as_it_was_recorded_anew_lets_the_run_go_out(late_joiner, office, office2):
    slip = made.decided("1150.00", by=office)
    made.decided("1500.00", minute="2022/3, item 5, as minuted", by=office)

    issuing.issue_run(run=late_joiner, by=office2, now=made.LATER)

    slip.refresh_from_db()
    assert slip.state == FeeDecisionState.REPLACED


def test_a_decision_on_another_year_holds_nothing_up(late_joiner, office, office2):
    made.decided("1150.00", number=2, by=office)

    issuing.issue_run(run=late_joiner, by=office2, now=made.LATER)


def test_whoever_approves_or_issues_is_told(late_joiner, office, office2):
    made.decided("1150.00", by=office)
    draft = FeeRun.objects.get(pk=late_joiner.pk)

    with time_machine.travel(made.LATER, tick=False):
        client = client_of(office2)
        run = client.get(reverse("invoicing:run_detail", args=[draft.pk])).content.decode()
        issue = client.get(reverse("invoicing:issue_run", args=[draft.pk])).content.decode()

    assert "These invoices would go out at the old fee" in run
    assert "cannot be issued now" in issue
    assert "These invoices would go out at the old fee" in issue


def test_a_lower_fee_waits_also_where_all_was_credited_by_hand(office, office2):
    for invoice in made.issued(made.members(2)):
        made.credited(invoice)
    page = reverse("invoicing:set_fee")
    typed = {"year": made.year().pk, "fee": "115", "minute_reference": "2022/3, item 5"}
    day = {"decided_on-day": "20", "decided_on-month": "6", "decided_on-year": "2022"}
    with time_machine.travel(made.LATER, tick=False):
        seen = client_of(office).get(page, typed | day).content.decode()  # type: ignore[arg-type]

    decision = made.decided("115.00", by=office)

    assert "2 invoices of more have been credited in full by hand already" in seen
    assert (decision.state, made.year().fee) == (FeeDecisionState.WAITING, 1500)
    confirm = reverse("invoicing:confirm_fee", args=[decision.pk])
    with time_machine.travel(made.LATER, tick=False):
        shown = client_of(office2).get(confirm).content.decode()
    assert "Set the fee to £115.00?" in shown
    assert "2 invoices of more were credited in full by hand" in shown
    assert made.confirmed(decision, by=office2).state == FeeDecisionState.DONE
    assert made.year().fee == 115
    assert decision.credit_notes.count() == 0
