"""Closed schools with more than one way to go, or none: the office says, and says it once."""

from datetime import date

import pytest
from django.urls import reverse

from hlp.kit.access import WrongPerson
from members.models import MembershipSuccession
from members.services.succeeding import deciding
from members.states import EndReason, EstablishmentStatus, MembershipState, SchoolRole
from tests.factories.members import AffiliationFactory, SchoolFactory
from tests.factories.sessions import client_of
from tests.members.roster.files import NOW
from tests.members.roster.succession import carry_on, linked, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return SchoolFactory.create(
        name="Old School", status=EstablishmentStatus.CLOSED, close_on=date(2022, 8, 31)
    )


@pytest.fixture
def parts(old):
    """The register splits the school in two."""
    made = [SchoolFactory.create(name=name) for name in ("North School", "South School")]
    for part in made:
        linked(old, part, "Split School")
    return made


def test_what_has_two_ways_waits_and_goes_where_the_office_says(old, parts, office):
    membership = signed(old)
    staff = AffiliationFactory.create(school=old, role=SchoolRole.STAFF)
    head = AffiliationFactory.create(school=old, role=SchoolRole.HEADTEACHER)
    carry_on()
    [case] = deciding.open_cases(NOW)
    assert [way.school.name for way in case.ways] == ["North School", "South School"]

    client_of(office).post(reverse("members:carry_on", args=[membership.pk]), {"urn": parts[1].pk})

    membership.refresh_from_db()
    assert membership.school == parts[1]
    assert MembershipSuccession.objects.get().successor == parts[1]
    assert parts[1].affiliations.get().user == staff.user
    assert not parts[1].affiliations.filter(user=head.user).exists()
    assert deciding.open_cases(NOW) == []


def test_only_a_school_the_register_names_carries_on(old, parts, office):
    membership, stranger = signed(old), SchoolFactory.create()

    with pytest.raises(deciding.NoHeir):
        deciding.carry_on_to(membership=membership, urn=stranger.pk, by=office, now=NOW)


def test_a_school_that_is_no_more_ends_and_owes_no_year_to_come(old, office):
    membership = signed(old)

    client_of(office).post(reverse("members:end_closed", args=[membership.pk]))

    membership.refresh_from_db()
    assert (membership.state, membership.ended_because) == (
        MembershipState.ENDED,
        EndReason.CLOSED,
    )
    assert membership.ended_on == date(2022, 8, 31)
    with pytest.raises(deciding.NotOpen):
        deciding.end_closed(membership=membership, by=office, now=NOW)


def test_two_members_that_became_one_school_keep_one_membership(old, office):
    new = SchoolFactory.create(name="New School")
    linked(old, new, "Merged")
    first, second = signed(old), signed(new)
    [case] = deciding.open_cases(NOW)
    assert case.goes_on_elsewhere
    with pytest.raises(deciding.NotOpen, match="has a membership of its own"):
        deciding.carry_on_to(membership=first, urn=new.pk, by=office, now=NOW)

    deciding.end_closed(membership=first, by=office, now=NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.ended_because, second.state) == (EndReason.MERGED, MembershipState.ACTIVE)


def test_an_open_school_has_nothing_to_decide(office):
    membership = signed(SchoolFactory.create())

    with pytest.raises(deciding.NotOpen):
        deciding.end_closed(membership=membership, by=office, now=NOW)


def test_nobody_but_the_office_decides(old, parts, clerk):
    membership = signed(old)

    with pytest.raises(WrongPerson):
        deciding.carry_on_to(membership=membership, urn=parts[0].pk, by=clerk, now=NOW)
    with pytest.raises(WrongPerson):
        deciding.end_closed(membership=membership, by=clerk, now=NOW)
    assert client_of(clerk).get(reverse("members:schools_changed")).status_code == 404


def test_the_page_tells_what_waits_and_what_went_by_itself(old, parts, office):
    signed(old)
    gone = SchoolFactory.create(name="Gone School", status=EstablishmentStatus.CLOSED)
    heir = SchoolFactory.create(name="Heir School")
    signed(gone)
    linked(gone, heir)
    carry_on()

    text = client_of(office).get(reverse("members:schools_changed")).content.decode()

    assert "Carry on as North School" in text
    assert f"Gone School, URN {gone.pk}" in text
    assert f"Heir School, URN {heir.pk}" in text
