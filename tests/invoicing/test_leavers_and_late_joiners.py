"""What members.owing says is what a fee run drafts, prices and issues."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from invoicing.models import Invoice
from invoicing.services import checking
from invoicing.states import FeeRunState
from members.models import Membership, Waiver
from members.services import leaving
from members.states import EndReason, MembershipState
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db

APRIL_2023 = datetime(2023, 4, 3, 9, tzinfo=UTC)


def gone(**fields):
    """Left in September 2022, by notice."""
    day = date(2022, 9, 30)
    left = {"state": MembershipState.ENDED, "ended_because": EndReason.LEFT, "notice_at": made.NOW}
    return made.member(**{**left, "leaves_on": day, "ended_on": day, **fields})


def waive(membership, office, **more):
    return leaving.waive(
        membership=membership,
        decided_on=date(2023, 2, 1),
        minute_reference="2023-02/7",
        by=office,
        now=APRIL_2023,
        **more,
    )


def issued_in_april():
    run = made.drafted(now=APRIL_2023, number=2)
    return {invoice.membership for invoice in run.invoices.all()}


def test_who_left_in_september_is_invoiced_for_year_2_in_april(office):
    membership = gone()
    made.year(1)
    made.year(2)

    [invoice] = made.issued([membership], now=made.NOW)
    run = made.run_in(FeeRunState.ISSUED, now=APRIL_2023, number=2)

    second = run.invoices.get()
    assert (invoice.membership_year.number, second.membership_year.number) == (1, 2)
    assert (second.membership, second.net, second.number is None) == (
        membership,
        Decimal("1500.00"),
        False,
    )


def test_who_was_let_off_by_the_board_is_not(office):
    stays, leaves = made.member(), gone()
    made.year(2)
    waive(leaves, office)

    assert issued_in_april() == {stays}


def test_a_waiver_taken_back_counts_no_more(office):
    leaves = gone()
    made.year(2)
    waive(leaves, office)
    waive(leaves, office, is_waived=False)

    assert issued_in_april() == {leaves}


def test_a_school_that_closed_in_year_1_owes_no_year_2():
    gone(ended_because=EndReason.CLOSED, leaves_on=None)
    stays = made.member()

    assert issued_in_april() == {stays}


def test_who_joined_in_year_2_is_not_invoiced_for_year_1(office):
    late = made.member(signed_at=APRIL_2023)
    early = made.member()
    made.year(2)

    first = made.drafted(now=APRIL_2023, number=1)

    assert [invoice.membership for invoice in first.invoices.all()] == [early]
    assert issued_in_april() == {early, late}


def test_a_draft_that_is_no_longer_owed_is_left_out_and_says_why(office, office2):
    leaves = gone()
    made.member()
    run = made.drafted(now=APRIL_2023, number=2)
    draft = run.invoices.get(membership=leaves)
    waive(leaves, office)

    fresh = Membership.objects.get(pk=leaves.pk)
    assert checking.reason_to_hold_back(fresh, draft.membership_year) == "Does not owe this year"
    assert [row.membership for row in run.invoices.held_back()] == [leaves]
    assert run.invoices.what_is_missing()["no_longer_owes"] == 1
    assert Invoice.objects.drafts().count() == 2
    assert Waiver.objects.count() == 1
