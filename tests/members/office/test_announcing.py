"""The office writes to an audience: seen before, sent once to each, and known who got it."""

import pytest
from django.urls import reverse

from members.services import announcing
from members.states import (
    Audience,
    EstablishmentType,
    MembershipState,
    Phase,
    SchoolRole,
)
from tests.factories.members import (
    AffiliationFactory,
    ContactFactory,
    MembershipFactory,
    SchoolFactory,
)
from tests.factories.sessions import client_of

HEAD, MANAGER = SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER


def school_with(name, phase=Phase.PRIMARY, role=HEAD, **fields):
    school = SchoolFactory.create(name=f"{name} school", phase=phase, **fields)
    AffiliationFactory.create(school=school, role=role, user__name=name)
    return school


@pytest.fixture
def schools(period, member, business_manager):
    """Beside the member school with its head and business manager: one of each kind."""
    school_with("Prim")
    school_with("Sec", Phase.SECONDARY)
    school_with("All", Phase.ALL_THROUGH)
    school_with("Spec", Phase.NOT_APPLICABLE, type=EstablishmentType.COMMUNITY_SPECIAL)
    school_with("Manager", role=MANAGER)
    school_with("Elsewhere", la_code="999")
    gone = school_with("Gone", Phase.SIXTEEN_PLUS, role=MANAGER)
    MembershipFactory.create(school=gone, period=period, state=MembershipState.WITHDRAWN)
    silent = SchoolFactory.create(name="Silent")
    ContactFactory.create(school=silent, email="Contact@Example.org")


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (Audience.HEADS, "all contact hanna.head prim sec spec"),
        (Audience.PRIMARY_HEADS, "all contact hanna.head prim"),
        (Audience.SECONDARY_HEADS, "all sec"),
        (Audience.SPECIAL_HEADS, "spec"),
        (Audience.BUSINESS_MANAGERS, "bea.manager gone manager"),
        (Audience.NOT_SIGNED, "all contact manager prim sec spec"),
        (Audience.MEMBERS, "bea.manager hanna.head"),
    ],
)
def test_an_audience_is_these_people_and_nobody_else(schools, period, now, audience, names):
    found = announcing.addresses(period, audience, now)

    assert found == [f"{name}@example.org" for name in names.split()]


def test_every_audience_has_words_for_why_one_gets_it():
    assert Audience.SPECIAL_HEADS.in_words == (
        "heads of special schools and alternative provision that may join the partnership"
    )
    assert Audience.HEADS.in_words == "all heads of schools that may join the partnership"
    assert Audience.MEMBERS.in_words == "heads and business managers of member schools"


def test_it_is_written_looked_at_and_changed_before_it_goes(schools, office, post):
    client = client_of(office)
    typed = {"audience": "primary_heads", "subject": "First meeting", "body": "One.\n\nTwo."}
    before = len(post())

    shown = client.post(reverse("members:new_announcement"), typed, follow=True)

    text = shown.content.decode()
    assert "4 addresses get this email" in text
    assert "You get this because it went to primary heads" in text
    assert "cannot be unsubscribed" in text
    row = shown.context["announcement"]
    url = reverse("members:edit_announcement", args=[row.pk])
    client.post(url, typed | {"subject": "Second thoughts"})
    row.refresh_from_db()
    assert row.subject == "Second thoughts"
    assert len(post()) == before
