"""Let off a year that is invoiced already: a credit note waits for a second person."""

from datetime import UTC, date, datetime

import pytest

from hlp.kit import waiting
from invoicing import home
from invoicing.models import CreditNote
from invoicing.services import crediting, setting_fees
from invoicing.states import CreditNoteState
from members.models import Waiver
from members.services import leaving
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db
MAY = datetime(2022, 5, 3, 9, tzinfo=UTC)


@pytest.fixture
def invoice():
    """Of a school that has given notice since."""
    leaves = {"state": "leaving", "leaves_on": date(2023, 3, 31), "notice_at": made.NOW}
    return made.an_invoice(made.member(**leaves))  # type: ignore[arg-type]


def waive(invoice, office, minute="2022/4, item 2", **more):
    return leaving.waive(
        membership=invoice.membership,
        decided_on=date(2022, 5, 2),
        minute_reference=minute,
        by=office,
        now=MAY,
        number=1,
        **more,
    )


def test_a_credit_note_for_all_that_is_left_waits_for_somebody_else(invoice, office, office2):
    made.credited(invoice, "100.00")
    waive(invoice, office)

    draft = CreditNote.objects.get(state=CreditNoteState.DRAFT)

    assert (draft.gross, draft.prepared_by) == (1400, office)
    assert draft.reason == (
        "The board waived the fee of 2022–24, year 1 on 2 May 2022 (minute 2022/4, item 2)"
    )
    titles = [
        [row.title for row in waiting.for_person(who, MAY, home.SUBJECTS)]
        for who in (office, office2)
    ]
    assert titles == [[], ["Credit notes to approve"]]
    crediting.approve_credit(credit=draft, by=office2, now=MAY)
    assert made.at(invoice).balance == 0


def test_taken_back_in_time_the_draft_goes_and_no_other(invoice, office):
    by_hand = made.credit_drafted(invoice, "100.00")
    waive(invoice, office)
    waive(invoice, office, is_waived=False)

    states = dict(CreditNote.objects.values_list("gross", "state"))
    assert states == {100: CreditNoteState.DRAFT, 1400: CreditNoteState.CANCELLED}
    assert by_hand.pk == CreditNote.objects.drafts().get().pk


def test_what_is_out_stays_out(invoice, office, office2):
    waive(invoice, office)
    crediting.approve_credit(credit=CreditNote.objects.get(), by=office2, now=MAY)

    waive(invoice, office, is_waived=False)
    waive(invoice, office, minute="2022/5, item 1")

    assert CreditNote.objects.get().state == CreditNoteState.ISSUED


def test_a_year_not_invoiced_yet_needs_none(invoice, office):
    made.year(2)
    leaving.waive(
        membership=invoice.membership,
        decided_on=date(2022, 5, 2),
        minute_reference="2022/4, item 2",
        by=office,
        now=MAY,
    )

    assert not CreditNote.objects.exists()


def test_while_a_fee_decision_credits_the_waiver_waits(invoice, office, office2):
    decision = made.decided("1150.00", by=office)
    setting_fees.confirm_fee(decision=decision, by=office2, now=made.LATER)

    with pytest.raises(crediting.BeingCredited, match="Try again when they are out"):
        waive(invoice, office)

    assert not Waiver.objects.exists()
