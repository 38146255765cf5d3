"""The pages of a fee run, from the preview to the last invoice."""

import time

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from hlp.kit.models import WorkItem, WorkState
from invoicing.models import FeeRun, Invoice
from invoicing.states import FeeRunState
from members.models import School
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def url(name, run):
    return reverse(f"invoicing:{name}", args=[run.pk])


def page_of(person, run, name="run_detail"):
    response = client_of(person).get(url(name, run))
    assert response.status_code == 200
    return response


def press(person, run, name):
    """Press the button and see the page that follows."""
    return client_of(person).post(url(name, run), follow=True)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_office_looks_before_it_drafts(office, year):
    made.member(made.SchoolFactory.create(name="Cedar School"), purchase_order="")
    client = client_of(office)

    looked = client.get(reverse("invoicing:draft_run"), {"year": year.pk})

    assert "Cedar School" in text_of(looked)
    assert "No purchase order number" in text_of(looked)
    assert not FeeRun.objects.exists()

    drafted = client.post(reverse("invoicing:draft_run"), {"year": year.pk}, follow=True)

    assert drafted.redirect_chain[-1][0] == url("run_detail", FeeRun.objects.get())
    assert Invoice.objects.get().school_name == "Cedar School"


def test_without_a_year_the_form_says_what_to_do(office, year):
    response = client_of(office).post(reverse("invoicing:draft_run"), {"year": ""})

    assert "Choose the membership year you want to invoice" in text_of(response)


def test_drafting_for_nobody_says_so(office, year):
    response = client_of(office).post(
        reverse("invoicing:draft_run"), {"year": year.pk}, follow=True
    )

    assert "Every member already has an invoice" in text_of(response)


def test_the_page_says_what_is_missing(finance):
    made.member(purchase_order="")
    made.member(invoice_address="", finance_email="")
    closed = made.member().school
    School.objects.filter(pk=closed.pk).update(status="Closed")

    text = text_of(page_of(finance, made.drafted()))

    assert "1 school: no purchase order number" in text
    assert "1 school: no email for invoices" in text
    assert "1 school: no invoice address: <strong>left out when the run is issued" in text
    assert "1 school: closed in the register of schools: <strong>left out" in text
    assert "The authority has not signed off how VAT is treated" in text


def test_who_prepared_the_run_is_sent_to_somebody_else(office, membership):
    run = made.drafted(office)

    text = text_of(page_of(office, run))
    after = text_of(press(office, run, "approve_run"))

    assert "somebody else of the office or LA finance approves it" in text
    assert "Approve this run" not in text
    assert "somebody else must approve it" in after


def test_finance_approves_and_the_office_issues(office, finance, membership):
    run = made.drafted(office)

    approved = text_of(press(finance, run, "approve_run"))
    last_look = text_of(page_of(office, run, "issue_run"))
    issuing = press(office, run, "issue_run")

    assert "The run is approved" in approved
    assert "The partnership office issues this run" in approved
    assert "Issue 1 invoice, £1,500.00 in total?" in last_look
    assert "HLP22-0001" in last_look
    assert "The invoices are being issued" in text_of(issuing)
    assert FeeRun.objects.get().state == FeeRunState.ISSUING


def test_before_the_invoice_date_the_last_look_says_it_is_early(office, membership):
    run = made.run_in(FeeRunState.APPROVED)

    with time_machine.travel("2022-03-20 12:00", tick=False):
        text = text_of(page_of(office, run, "issue_run"))

    assert "go out from 1 April 2022. That is still to come." in text


def test_issuing_asks_for_the_password_again(office, membership):
    run = made.run_in(FeeRunState.APPROVED)
    client = client_of(office)
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 3600, "reauthenticated": True}
    ]
    session.save()

    for ask in (client.get, client.post):
        response = ask(url("issue_run", run))
        assert response.status_code == 302
        assert "/reauthenticate/" in response["Location"]
    assert FeeRun.objects.get().state == FeeRunState.APPROVED


def test_a_run_that_is_not_approved_cannot_be_issued(office, membership):
    run = made.drafted()

    assert "cannot be issued now" in text_of(page_of(office, run, "issue_run"))
    assert "too late or too early" in text_of(press(office, run, "issue_run"))


def test_while_it_is_issued_the_page_shows_how_far_it_is_and_looks_again(finance):
    made.members(4)
    run = made.run_in(FeeRunState.ISSUING)
    made.services.issuing.issue_some(run=run, now=made.NOW, limit=3)

    response = page_of(finance, run)

    assert response["Refresh"] == "3"
    assert (response.context["done"], response.context["total"]) == (3, 4)
    assert "You can leave this page" in text_of(response)


def test_a_stuck_run_says_why_and_is_started_again(office, finance, membership):
    run = made.run_in(FeeRunState.ISSUING)
    work = WorkItem.objects.filter(kind="invoicing.issue_run")
    work.update(state=WorkState.FAILED, error="The disk is full.")

    stuck = page_of(office, run)
    after = text_of(press(office, run, "start_run_again"))

    assert "The disk is full." in text_of(stuck)
    assert "Refresh" not in stuck
    assert "Start again" not in text_of(page_of(finance, run))
    assert "The rest of the invoices is being issued" in after
    assert work.get().state == WorkState.QUEUED


def test_an_issued_run_lists_its_numbers_and_what_was_left_out(finance, membership):
    made.member(made.SchoolFactory.create(name="Where School"), invoice_address="")
    run = made.run_in(FeeRunState.ISSUED)

    text = text_of(page_of(finance, run))

    assert "HLP22-0001" in text
    assert "Where School" in text
    assert "No invoice address" in text
    assert "Refresh" not in page_of(finance, run)


def test_the_office_cancels_a_draft(office, membership):
    run = made.drafted()

    text = text_of(press(office, run, "cancel_run"))

    assert "The run is cancelled. No invoice was sent." in text
    assert not Invoice.objects.exists()
