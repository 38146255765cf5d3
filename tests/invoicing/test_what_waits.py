"""What of invoicing each person finds on the start page."""

from datetime import timedelta

import pytest

from hlp.kit import failing, waiting
from hlp.kit.models import WorkItem, WorkState
from invoicing import home
from invoicing.states import FeeRunState
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db


def titles(person, now=made.NOW):
    return [row.title for row in what_waits(person, now)]


def what_waits(person, now=made.NOW):
    return waiting.for_person(person, now, [*home.SUBJECTS, failing.FAILED])


def test_a_draft_waits_for_who_may_approve_it(membership, office, office2, finance, clerk):
    made.drafted(office)
    wanted = "Approve the invoices for 2022–24, year 1"

    assert titles(office2) == [wanted]
    assert titles(finance) == [wanted]
    assert titles(office) == []
    assert titles(clerk) == []


def test_an_approved_run_waits_for_the_office(membership, office, finance):
    made.run_in(FeeRunState.APPROVED)

    assert titles(office) == ["Issue the invoices for 2022–24, year 1"]
    assert titles(finance) == []


def test_what_failed_waits_for_the_office(membership, office, finance):
    made.run_in(FeeRunState.ISSUED)
    WorkItem.objects.filter(kind="invoicing.render_invoice").update(state=WorkState.FAILED)

    assert titles(office) == ["Invoices whose PDF could not be made"]
    assert titles(finance) == []


def test_a_stuck_run_waits_for_the_office(membership, office):
    made.run_in(FeeRunState.ISSUING)
    WorkItem.objects.filter(kind="invoicing.issue_run").update(state=WorkState.FAILED)

    assert titles(office) == [
        "Being issued: the invoices for 2022–24, year 1",
        "Fee runs that stopped while being issued",
    ]


def test_an_invoice_waits_for_the_head_and_the_business_manager(
    membership, head, business_manager, teacher, other_head
):
    made.run_in(FeeRunState.ISSUED)

    for person in (head, business_manager):
        (row,) = what_waits(person)
        assert row.title == "Invoice HLP22-0001 for Bourne Lane Primary School"
        assert (row.detail, row.tone) == ("£1,500.00 is due by 1 May 2022", "soon")
    assert titles(teacher) == titles(other_head) == []


def test_it_stands_out_once_it_is_overdue(membership, head):
    made.run_in(FeeRunState.ISSUED)

    (row,) = what_waits(head, made.NOW + timedelta(days=31))

    assert (row.detail, row.tone) == ("£1,500.00 was due by 1 May 2022", "todo")
