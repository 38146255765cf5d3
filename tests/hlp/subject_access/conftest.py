"""One person who has left traces everywhere, and one whose traces must stay."""

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from hlp.kit import audit, outbox
from hlp.kit.models import OutboxMessage, PostState
from members.models import Enquiry, Membership
from members.services import inviting
from members.states import SchoolRole
from tests.factories.members import (
    AffiliationFactory,
    ClaimFactory,
    ContactFactory,
    MembershipFactory,
    PeriodFactory,
    UserFactory,
    give_second_factor,
)

NOW = datetime(2022, 5, 1, 10, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def dora(db, school, office, now):
    """CPD lead of a school; her second address and her work left rows in most tables."""
    dora = UserFactory.create(name="Dora Departed", email="dora@bourne.example")
    EmailAddress.objects.create(user=dora, email="dora@private.example", verified=True)
    give_second_factor(dora)
    AffiliationFactory.create(user=dora, school=school, role=SchoolRole.CPD_LEAD)
    ClaimFactory.create(user=dora, school=school, said="Ask my colleague Bea.")
    ContactFactory.create(school=school, name="Dora Departed", email="Dora@bourne.example")
    inviting.invite(
        school=school,
        role=SchoolRole.STAFF,
        name="Dora Departed",
        email="dora@private.example",
        by=office,
        now=now,
    )
    Enquiry.objects.create(
        name="Dora Departed", email="dora@bourne.example", question="When?", asked_at=now
    )
    membership = MembershipFactory.create(school=school, period=PeriodFactory.create())
    Membership.objects.filter(pk=membership.pk).update(
        head_name="Hanna Head",
        head_email="hanna@bourne.example",
        cpd_lead_name="Dora Departed",
        cpd_lead_email="dora@bourne.example",
        signed_by=dora,
        signed_name="Dora Departed",
        signed_title="Acting head",
    )
    write("dora@bourne.example", "Hello Dora Departed", "1")
    write("olive@office.example", "Dora Departed says she works at Bourne", "2")
    write("olive@office.example", "Somebody else says so too", "3")
    with audit.acting(dora):
        ContactFactory.create(school=school, name="Else", email="else@bourne.example")
    return dora


def write(to, text, key):
    outbox.queue(key=key, to=to, subject=text, text=text, html=f"<p>{text}</p>", now=NOW)
    OutboxMessage.objects.filter(key=key).update(state=PostState.SENT, sent_at=NOW)


@pytest.fixture
def everything():
    """All stored words of the whole database, to look for what must be gone."""

    def words():
        return "\n".join(
            str(list(model._default_manager.values_list()))
            for model in apps.get_models()
            if model._meta.managed and not model._meta.proxy
        )

    return words
