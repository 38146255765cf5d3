"""The board lowers a fee: drafts change, what is out gets one credit note, run twice or not."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from hlp.kit import waiting
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, WorkItem
from invoicing import home
from invoicing.models import CreditNote, FeeDecision, Invoice
from invoicing.services import approving, issuing, pricing, sending_credits, setting_fees
from invoicing.services.approving import SamePerson
from invoicing.states import FeeDecisionState, FeeRunState
from tests.factories import invoicing as made
from tests.factories.sessions import client_of
from tests.invoicing.at_once import at_once

pytestmark = pytest.mark.django_db
APRIL_2023 = made.NOW.replace(year=2023)


def nets():
    return sorted(Invoice.objects.values_list("net", flat=True))


def credits():
    rows = CreditNote.objects.order_by("sequence")
    return [(credit.number, credit.gross, credit.state) for credit in rows]


def test_before_issue_every_draft_of_the_year_is_re_priced(office):
    made.standard_rate("Academy converter")
    made.member(made.SchoolFactory.create(type="Academy converter"))
    made.member()
    run = made.drafted(number=2, now=APRIL_2023)

    decision = made.decided("1150.00", number=2, by=office)

    assert decision.state == FeeDecisionState.DONE
    assert nets() == [1150, 1150]
    assert run.invoices.totals() == {"count": 2, "net": 2300, "vat": 230, "gross": 2530}
    assert {line.net for invoice in run.invoices.all() for line in invoice.lines.all()} == {1150}
    year = made.year(2)
    assert (year.agreed_fee, year.minute_reference) == (1150, "2022/3, item 5")
    assert (year.decided_on, year.carry_over) == (date(2022, 6, 20), 12000)


def test_a_run_that_was_approved_is_approved_again_at_the_new_price(office, office2):
    made.member()
    run = made.run_in(FeeRunState.APPROVED)

    made.decided("1150.00")

    run.refresh_from_db()
    assert (run.state, run.approved_by) == (FeeRunState.DRAFT, None)
    approving.approve_run(run=run, by=office, now=made.LATER)
    issuing.issue_run(run=run, by=office2, now=made.LATER)
    issuing.carry_on(run_id=run.pk, now=made.LATER, progress=lambda done, total: None)
    assert Invoice.objects.issued().get().net == 1150


def test_after_issue_each_school_gets_one_credit_note_once_confirmed(office, office2):
    made.members(3)
    invoices = made.issued()

    decision = made.decided("1150.00", by=office)
    assert (decision.state, credits()) == (FeeDecisionState.WAITING, [])
    made.confirmed(decision, by=office2)

    assert decision.state == FeeDecisionState.DONE
    assert credits() == [(f"HLPC22-000{n}", Decimal(350), "issued") for n in (1, 2, 3)]
    assert {made.at(invoice).balance for invoice in invoices} == {Decimal(1150)}
    assert nets() == [1500, 1500, 1500]
    assert WorkItem.objects.filter(kind="invoicing.render_credit").count() == 3


def test_run_twice_there_is_no_second_credit_note(office, office2):
    made.members(2)
    made.issued()
    first = made.confirmed(made.decided("1150.00", by=office), by=office2)

    again = made.decided("1150.00", by=office)
    setting_fees.carry_on(decision_id=first.pk, now=made.LATER, progress=lambda done, total: None)

    assert again == first
    assert len(credits()) == 2
    assert FeeDecision.objects.count() == 1


def test_a_second_cut_credits_the_difference(office, office2):
    made.member()
    made.issued()
    made.confirmed(made.decided("1150.00"), by=office)

    made.confirmed(made.decided("1000.00", minute="2022/4, item 1"), by=office2)

    assert [gross for _, gross, _ in credits()] == [350, 150]


def test_no_more_is_credited_than_is_left(office):
    whole, most, none = made.issued(made.members(3))
    made.credited(whole)
    made.credited(most, "1400.00")

    made.confirmed(made.decided("1150.00"), by=office)

    taken = {c.invoice: c.gross for c in CreditNote.objects.exclude(decision=None)}
    assert taken == {most: 100, none: 350}
    assert (made.at(whole).balance, made.at(most).balance) == (0, 0)


def test_vat_comes_off_with_the_fee(office):
    made.standard_rate("Academy converter")
    invoice = made.an_invoice(made.member(made.SchoolFactory.create(type="Academy converter")))

    made.confirmed(made.decided("1133.33"), by=office)

    credit = CreditNote.objects.get()
    assert (credit.net, credit.vat) == (Decimal("366.67"), Decimal("73.33"))
    assert made.at(invoice).balance == Decimal("1360.00")


@pytest.mark.parametrize(
    ("by_hand", "fee"), [("165.44", "669.64"), ("100.00", "1150.00"), ("73.34", "602.89")]
)
def test_a_penny_of_rounding_does_not_stop_it(by_hand, fee, office):
    made.standard_rate("Academy converter")
    invoice = made.an_invoice(made.member(made.SchoolFactory.create(type="Academy converter")))
    made.credited(invoice, by_hand)

    decision = made.confirmed(made.decided(fee), by=office)

    assert decision.state == FeeDecisionState.DONE
    assert decision.credit_notes.count() == 1
    stays = Decimal(fee) + pricing.vat(Decimal(fee), invoice.vat_rate)
    assert made.at(invoice).balance == stays - Decimal(by_hand)


def test_the_school_reads_where_it_was_decided(office):
    made.an_invoice()
    made.confirmed(made.decided("1150.00"), by=office)

    credit = CreditNote.objects.get()
    sending_credits.make_document(credit_id=credit.pk, now=made.LATER)

    reason = "The board agreed a fee of £1,150.00 on 20 June 2022 (minute 2022/3, item 5)"
    assert credit.reason == reason
    assert f"Reason: {reason}" in OutboxMessage.objects.get(key=credit.document_key).text


def test_who_recorded_it_does_not_confirm_it(office):
    made.an_invoice()
    decision = made.decided("1150.00", by=office)

    with pytest.raises(SamePerson, match="somebody else must confirm"):
        setting_fees.confirm_fee(decision=decision, by=office, now=made.LATER)


def test_a_later_decision_replaces_one_that_waits(office):
    made.an_invoice()
    slip = made.decided("1105.00")

    made.confirmed(made.decided("1000.00", minute="2022/4, item 1"), by=office)

    slip.refresh_from_db()
    assert slip.state == FeeDecisionState.REPLACED
    assert [gross for _, gross, _ in credits()] == [500]


def test_a_fee_of_nothing_cancels_the_drafts():
    made.member()
    run = made.drafted(number=2, now=APRIL_2023)

    made.decided("0.00", number=2)

    run.refresh_from_db()
    assert run.state == FeeRunState.CANCELLED
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("fee", "changes", "said"),
    [
        ("1500.01", {}, "at most £1,500.00"),
        ("1150.00", {"on": date(2022, 7, 1)}, "still to come"),
        ("1150.00", {"minute": " "}, "reference of the minute"),
    ],
)
def test_what_is_no_decision_is_refused(fee, changes, said, office):
    made.an_invoice()

    with pytest.raises(setting_fees.WrongFee, match=said):
        made.decided(fee, **changes)


def test_once_invoices_are_out_the_fee_cannot_rise(office):
    made.decided("1150.00")
    made.an_invoice()

    with pytest.raises(setting_fees.WrongFee, match="can no longer rise"):
        made.decided("1200.00", minute="2022/4, item 1")


def test_while_invoices_are_being_issued_the_fee_waits():
    made.member()
    made.run_in(FeeRunState.ISSUING)

    with pytest.raises(setting_fees.NotNow, match="just being issued"):
        made.decided("1150.00")


@pytest.mark.parametrize("person", ["finance", "clerk", "board_member", "head"])
def test_only_the_office_records_it(person, request):
    with pytest.raises(WrongPerson):
        made.decided("1150.00", by=request.getfixturevalue(person))


@pytest.mark.django_db(transaction=True)
def test_carried_out_three_times_at_once_it_credits_once(office, office2, monkeypatch):
    made.members(7)
    made.issued()
    decision = made.decided("1150.00", by=office)
    setting_fees.confirm_fee(decision=decision, by=office2, now=made.LATER)
    monkeypatch.setattr(setting_fees, "CHUNK", 2)

    ends = at_once(
        3,
        lambda index: setting_fees.carry_on(
            decision_id=decision.pk, now=made.LATER, progress=lambda done, total: None
        ),
    )

    assert ends == [None] * 3
    assert [number for number, _, _ in credits()] == [f"HLPC22-000{n}" for n in range(1, 8)]
    assert {gross for _, gross, _ in credits()} == {Decimal(350)}


def test_the_office_sees_what_would_change_before_it_does(office, office2):
    made.members(2)
    made.issued()
    with time_machine.travel(made.LATER, tick=False):
        client, address = client_of(office), reverse("invoicing:set_fee")
        typed = {
            "year": str(made.year().pk),
            "fee": "1,150",
            "decided_on-day": "20",
            "decided_on-month": "june",
            "decided_on-year": "2022",
            "minute_reference": "2022/3, item 5",
        }
        seen = client.get(address, typed).content.decode()
        assert "2 schools already invoiced will get a credit note each, £700.00 in all" in seen
        assert not FeeDecision.objects.exists()

        page = client.post(address, typed, follow=True).content.decode()
        assert "wait for a second person" in page
        assert "4 July 2022" in page

        decision = FeeDecision.objects.get()
        other = client_of(office2)
        confirm = reverse("invoicing:confirm_fee", args=[decision.pk])
        assert "Issue 2 credit notes, £700.00 in all?" in other.get(confirm).content.decode()
        assert "Credit notes issued" in other.post(confirm, follow=True).content.decode()


def test_a_decision_waits_for_who_may_confirm_it(office, office2, finance):
    made.an_invoice()
    made.decided("1150.00", by=office)
    wanted = "Confirm the fee of 2022–24, year 1"

    told = [
        [w.title for w in waiting.for_person(p, made.LATER, home.SUBJECTS)]
        for p in (office, office2, finance)
    ]

    assert told == [[], [wanted], [wanted]]
