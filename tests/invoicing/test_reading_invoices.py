"""Finance finds and downloads every invoice; a school sees its own and nobody else's."""

from datetime import date

import pytest
import time_machine
from auditlog.models import LogEntry
from django.urls import reverse

from invoicing.models import Invoice
from invoicing.services import sending
from members.models import School
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_april():
    with time_machine.travel(made.NOW, tick=False):
        yield


@pytest.fixture
def invoices(school, other_school):
    """Bourne Lane's and Uxbridge Moor's; an academy converter the latter."""
    other_school.type = "Academy converter"
    other_school.save()
    made.member(school, purchase_order="PO-2022-17")
    made.member(other_school, purchase_order="")
    return made.issued()


def listed(client, **query):
    response = client.get(reverse("invoicing:invoice_list"), query)
    assert response.status_code == 200
    return [invoice.number for invoice, _ in response.context["rows"]]


def pdf_url(invoice):
    return reverse("invoicing:invoice_pdf", args=[invoice.number])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["HLP22-0002", "HLP22-0001"]),
        ({"q": "hlp22-0002"}, ["HLP22-0002"]),
        ({"q": "bourne lane"}, ["HLP22-0001"]),
        ({"q": "PO-2022-17"}, ["HLP22-0001"]),
        ({"q": "no such school"}, []),
        ({"status": "overdue"}, []),
        ({"status": "due"}, ["HLP22-0002", "HLP22-0001"]),
        ({"status": "draft"}, []),
        ({"phase": "Secondary"}, ["HLP22-0002"]),
        ({"type": "maintained"}, ["HLP22-0001"]),
        ({"type": "academy", "phase": "Primary"}, []),
        ({"pdf": "missing"}, ["HLP22-0002", "HLP22-0001"]),
        ({"pdf": "ready"}, []),
        ({"page": "99"}, ["HLP22-0002", "HLP22-0001"]),
        ({"year": "nonsense"}, ["HLP22-0002", "HLP22-0001"]),
    ],
)
def test_finance_filters_and_searches(query, found, invoices, finance):
    assert listed(client_of(finance), **query) == found


def test_finance_finds_by_urn_and_by_year(invoices, finance, school):
    client = client_of(finance)
    year = invoices[0].membership_year

    assert listed(client, q=str(school.urn)) == ["HLP22-0001"]
    assert listed(client, year=year.pk) == ["HLP22-0002", "HLP22-0001"]
    assert listed(client, year=made.year(2).pk) == []


def test_after_the_due_date_an_unpaid_invoice_is_overdue(invoices, finance):
    with time_machine.travel("2022-05-02 09:00", tick=False):
        assert listed(client_of(finance), status="overdue") == ["HLP22-0002", "HLP22-0001"]
    assert not invoices[0].is_overdue(date(2022, 5, 1))
    assert invoices[0].is_overdue(date(2022, 5, 2))


def test_the_totals_are_those_of_what_is_found(invoices, finance):
    response = client_of(finance).get(reverse("invoicing:invoice_list"), {"q": "bourne"})

    figures = [(stat.figure, stat.label) for stat in response.context["stats"]]
    assert figures == [
        (1, "invoice"),
        ("£1,500.00", "in total"),
        ("£1,500.00", "still to pay"),
        ("£0.00", "overdue"),
    ]


@pytest.mark.parametrize("person", ["head", "business_manager"])
def test_a_school_sees_its_own(person, invoices, request):
    client = client_of(request.getfixturevalue(person))

    assert listed(client) == ["HLP22-0001"]
    assert listed(client, q="uxbridge", status="draft") == ["HLP22-0001"]


def test_a_draft_is_not_shown_to_the_school(school, head):
    made.member(school)
    made.drafted()

    assert listed(client_of(head)) == []


@pytest.mark.parametrize("person", ["other_head", "teacher", "clerk", "board_member", "stranger"])
def test_nobody_else_opens_it(person, invoices, request):
    client = client_of(request.getfixturevalue(person))
    theirs = next(i for i in invoices if i.school_name.startswith("Bourne"))

    assert client.get(pdf_url(theirs)).status_code == 404
    detail = reverse("invoicing:invoice_detail", args=[theirs.number])
    assert client.get(detail).status_code == 404


def test_two_downloads_give_equal_bytes_and_are_on_record(invoices, finance):
    document = sending.make_document(invoice_id=invoices[0].pk, now=made.NOW)
    client = client_of(finance)

    first, second = client.get(pdf_url(invoices[0])), client.get(pdf_url(invoices[0]))

    assert first.content == second.content
    assert first["Content-Type"] == "application/pdf"
    assert "HLP22-0001.pdf" in first["Content-Disposition"]
    entries = LogEntry.objects.get_for_object(invoices[0]).filter(
        action=LogEntry.Action.ACCESS, actor=finance
    )
    file = "Invoice HLP22-0001.pdf"
    said = {"what": "downloaded", "sha256": document.sha256, "file": file}
    assert [entry.additional_data for entry in entries] == [said, said]


def test_while_it_is_made_the_page_looks_again(invoices, head):
    response = client_of(head).get(pdf_url(invoices[0]))

    assert response["Refresh"] == "3"
    assert "is being made" in response.content.decode()
    assert not LogEntry.objects.get_for_object(invoices[0]).filter(actor=head).exists()


def test_a_number_nobody_gave_is_not_found(invoices, finance):
    client = client_of(finance)

    for number in ("HLP22-9999", "runs2", "%00", "HLP22-0001%00"):
        assert client.get(f"/invoices/{number}/").status_code == 404
        assert client.get(f"/invoices/{number}.pdf").status_code == 404


def test_the_successors_head_sees_the_invoices_of_the_membership(invoices, other_head):
    mine = invoices[0]
    mine.membership.school = School.objects.get(affiliations__user=other_head)
    mine.membership.period = made.PeriodFactory.create(name="Another")
    mine.membership.save()

    assert Invoice.objects.visible_to(other_head).filter(pk=mine.pk).exists()
