"""A moment before sign-up closes, the prospectus's period, and a school on its way to joining."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from hlp.kit.models import OutboxMessage, WorkItem
from members.services import joining, signing
from members.states import PortalRole
from tests.factories.members import RoleHeldFactory, TrustFactory, UserFactory, make_period
from tests.factories.sessions import client_of

NOW = datetime(2022, 3, 1, 10, tzinfo=UTC)

CONTACTS = {
    "head_name": "Hanna Head",
    "head_email": "hanna.head@example.org",
    "business_manager_name": "Bea Manager",
    "business_manager_email": "bea.manager@example.org",
    "cpd_lead_name": "",
    "cpd_lead_email": "",
    "office_email": "office@bourne.example",
}
BILLING = {
    "finance_email": "finance@bourne.example",
    "purchase_order": "PO-4711",
    "invoice_name": "Bourne Lane Primary School",
    "invoice_address": "1 High Street\nUxbridge\nUB8 1UW",
}


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def clock(monkeypatch, now):
    """A clock that stands still until the test moves it."""

    class Clock:
        time = now

    monkeypatch.setattr("hlp.kit.clock.now", lambda: Clock.time)
    return Clock


@pytest.fixture
def period(db, clock):
    return make_period()


def answer(membership, step, answers, by):
    """Save a step as somebody who sees it as it is now."""
    seen = joining.fingerprint(membership, step)
    return joining.save(membership=membership, step=step, answers=answers, seen=seen, by=by)


def prepare(school, by, now):
    """Everything but the signature."""
    membership = joining.start(school=school, by=by, now=now)
    membership = answer(membership, "contacts", CONTACTS, by)
    membership = answer(membership, "billing", BILLING, by)
    return joining.read_commitment(membership=membership, version=1, by=by)


def sign(membership, by, now):
    return signing.sign(
        membership=membership, by=by, name="Hanna Head", title="Headteacher", now=now
    )


@pytest.fixture
def draft(period, school, head, now):
    return joining.start(school=school, by=head, now=now)


@pytest.fixture
def prepared(period, school, head, now):
    return prepare(school, head, now)


@pytest.fixture
def member(prepared, head, now):
    return sign(prepared, head, now)


@pytest.fixture
def trust_signatory(school):
    """Signs for the trust the school belongs to."""
    school.trust = TrustFactory.create(name="Colne Trust")
    school.save()
    person = UserFactory.create(name="Tara Trust")
    RoleHeldFactory.create(user=person, role=PortalRole.TRUST_SIGNATORY, trust=school.trust)
    return person


@pytest.fixture
def post(db):
    """Whom we wrote to: `post()` all letters, `post("a@b")` those to one address."""

    def written(to=None):
        letters = OutboxMessage.objects.order_by("pk")
        return list(letters.filter(to=to) if to else letters)

    return written


@pytest.fixture
def agreement_work(db):
    return lambda: WorkItem.objects.filter(kind="members.agreement")


@pytest.fixture
def url(period, school):
    return lambda name: reverse(f"members:{name}", args=[school.pk])


@pytest.fixture
def at(url):
    """Opens a page as a person: `at(head, "join_check")`; with data it posts."""

    def open_page(person, name, data=None):
        client = client_of(person)
        return client.get(url(name)) if data is None else client.post(url(name), data)

    return open_page


def seen_on(page):
    """The hidden field with which a page remembers what it showed."""
    return {"seen": page.context["form"]["seen"].value()}
