"""An invoice is taken back whole or in part: asked for by one, approved and issued by another."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from hlp.kit import documents
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, WorkItem
from hlp.kit.states import WrongState
from invoicing.models import CreditNote
from invoicing.services import crediting, paying, pricing, sending_credits
from invoicing.services.approving import SamePerson
from invoicing.services.paying import Share
from invoicing.states import CreditNoteState, Standing
from tests.factories import invoicing as made
from tests.invoicing.at_once import at_once

pytestmark = pytest.mark.django_db
JUNE = date(2022, 6, 30)


@pytest.fixture
def invoice(membership):
    return made.an_invoice(membership)


def with_vat():
    made.standard_rate("Academy converter")
    school = made.SchoolFactory.create(type="Academy converter")
    return made.an_invoice(made.member(school))


def test_a_draft_takes_nothing_off_and_has_no_number(invoice):
    credit = made.credit_drafted(invoice, "350.00")

    assert (credit.state, credit.number) == (CreditNoteState.DRAFT, None)
    assert made.at(invoice).balance == 1500


def test_the_second_person_issues_it(invoice, finance):
    credit = made.credit_drafted(invoice, "350.00")

    crediting.approve_credit(credit=credit, by=finance, now=made.LATER)

    assert (credit.number, credit.issued_on, credit.approved_by) == ("HLPC22-0001", JUNE, finance)
    assert made.at(invoice).balance == 1150
    assert made.at(invoice, date(2022, 6, 29)).balance == 1500


def test_who_asked_for_it_does_not_approve_it(invoice, office):
    credit = made.credit_drafted(invoice, "350.00", by=office)

    with pytest.raises(SamePerson, match="somebody else must approve it"):
        crediting.approve_credit(credit=credit, by=office, now=made.LATER)
    with pytest.raises(IntegrityError, match="two_people_for_a_credit"), transaction.atomic():
        CreditNote.objects.update(approved_by=office)


def test_credited_whole_it_says_credited(invoice):
    credit = made.credited(invoice)

    assert (credit.net, credit.vat, credit.gross) == (1500, 0, 1500)
    assert made.at(invoice).standing(JUNE) == Standing.CREDITED


def test_credited_after_it_was_paid_the_money_can_pay_another(invoice, office):
    other = made.an_invoice(made.member())
    payment = made.paid(invoice)
    made.credited(invoice, "350.00")
    assert made.at(invoice).standing(JUNE) == Standing.OVERPAID
    assert made.at(invoice).balance == -350

    paying.release(
        allocation=payment.allocations.get(), reason="Credited since", by=office, now=made.LATER
    )
    shares = [Share(invoice), Share(other)]
    paying.allocate(payment=payment, pays=shares, by=office, now=made.LATER)

    assert (made.at(invoice).balance, made.at(other).balance) == (0, 1150)


@pytest.mark.parametrize("gross", ["1500.01", "0.00", "-1.00"])
def test_more_than_the_invoice_is_not_credited(gross, invoice, office):
    with pytest.raises(crediting.TooMuch, match=r"only £1,500\.00 is left"):
        crediting.draft_credit(
            invoice=invoice, gross=Decimal(gross), reason="Why", by=office, now=made.LATER
        )


def test_drafts_count_until_they_are_cancelled(invoice, office):
    first = made.credit_drafted(invoice, "1000.00")
    with pytest.raises(crediting.TooMuch, match=r"£500\.00 is left"):
        made.credit_drafted(invoice, "500.01")

    crediting.cancel_credit(credit=first, by=office, now=made.LATER)

    assert made.credit_drafted(invoice).gross == 1500
    with pytest.raises(crediting.TooMuch, match="credited already"):
        made.credit_drafted(invoice)
    with pytest.raises(WrongState):
        crediting.approve_credit(credit=first, by=office, now=made.LATER)


@pytest.mark.django_db(transaction=True)
def test_two_of_800_at_once_on_1500_leave_one(office):
    invoice = made.an_invoice()

    ends = at_once(
        2,
        lambda index: crediting.draft_credit(
            invoice=invoice, gross=Decimal(800), reason="Why", by=office, now=made.LATER
        ),
    )

    refused = next(end for end in ends if isinstance(end, crediting.TooMuch))
    assert str(refused).startswith("Of HLP22-0001 only £700.00 is left to credit")
    assert CreditNote.objects.get().gross == 800


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_issue_it_once(office, finance):
    invoices = made.issued(made.members(3))
    credits = [made.credit_drafted(invoice, "10.00") for invoice in invoices]
    twice = [*credits, *credits]

    ends = at_once(
        6,
        lambda index: crediting.approve_credit(
            credit=CreditNote.objects.get(pk=twice[index].pk),
            by=(office, finance)[index % 2],
            now=made.LATER,
        ),
    )

    assert [type(end) for end in ends].count(WrongState) == 3
    numbers = CreditNote.objects.issued().order_by("sequence").values_list("number", flat=True)
    assert list(numbers) == ["HLPC22-0001", "HLPC22-0002", "HLPC22-0003"]


def test_vat_comes_off_in_proportion():
    credit = made.credited(with_vat(), "420.00")

    assert (credit.net, credit.vat, credit.gross) == (350, 70, 420)


@given(
    net=st.decimals("0.01", "5000", places=2),
    rate=st.sampled_from([Decimal(0), Decimal(5), Decimal("17.5"), Decimal(20)]),
    parts=st.lists(st.decimals("0.01", "900", places=2), max_size=6),
)
def test_however_it_is_split_no_penny_of_vat_is_lost(net, rate, parts):
    left = charged = pricing.price(net, rate)
    taken = []
    for gross in [*parts, None]:
        part = pricing.credit(left, min(gross or left.gross, left.gross), rate)
        assert part.net >= 0
        assert part.vat >= 0
        assert abs(part.vat - pricing.vat(part.net, rate)) <= Decimal("0.02")
        left = pricing.Price(left.net - part.net, left.vat - part.vat)
        taken.append(part)

    assert (sum(p.net for p in taken), sum(p.vat for p in taken)) == (charged.net, charged.vat)


def test_an_issued_credit_note_is_frozen(invoice):
    credit = made.credited(invoice, "350.00")

    for change in (
        lambda: credit.save(),
        lambda: CreditNote.objects.update(reason="Another"),
        lambda: CreditNote.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="is frozen"), transaction.atomic():
            change()
    with (
        pytest.raises(IntegrityError, match="is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM invoicing_creditnote")


def test_its_pdf_is_made_once_and_mailed_once(invoice):
    credit = made.credited(invoice, "350.00")
    assert WorkItem.objects.get(kind="invoicing.render_credit").subject_id == str(credit.pk)

    first = sending_credits.make_document(credit_id=credit.pk, now=made.LATER)
    again = sending_credits.make_document(credit_id=credit.pk, now=made.LATER)

    words = " ".join(PdfReader(io.BytesIO(documents.read(first))).pages[0].extract_text().split())
    assert "Credit note number HLPC22-0001" in words
    assert "Corrects invoice HLP22-0001" in words
    assert "Invoice date 1 April 2022" in words
    assert "£350.00" in words
    assert again == first
    mail = OutboxMessage.objects.get(key="credit:HLPC22-0001")
    assert mail.to == credit.sent_to == invoice.bill_to_email
    assert "takes £350.00 off invoice HLP22-0001 of 1 April 2022" in mail.text


@pytest.mark.parametrize("person", ["clerk", "head", "board_member", "stranger"])
def test_only_those_who_keep_the_books_credit(person, invoice, request):
    with pytest.raises(WrongPerson):
        made.credit_drafted(invoice, "1.00", by=request.getfixturevalue(person))
