"""Who gets a resource: its audience, and nobody by guessing an address."""

from uuid import uuid4

import pytest
from django.urls import reverse

from hlp.kit import clock
from members.states import SchoolRole
from programmes.models import Resource
from programmes.services import sharing
from programmes.states import ResourceAudience
from tests.factories import cast, invoicing, resources

MEMBERS, ALL, PUBLIC = ResourceAudience


@pytest.fixture
def of_member(period, school):
    invoicing.member(school, period=period)
    return cast.at_school("Mia Member", school, SchoolRole.STAFF)


@pytest.fixture
def of_other(other_school):
    return cast.at_school("Otto Other", other_school, SchoolRole.STAFF)


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (MEMBERS, {"member"}),
        (ALL, {"member", "other"}),
        (PUBLIC, {"member", "other", "guest", "stranger"}),
    ],
)
def test_each_audience_reads_what_is_for_it_and_the_rest_is_404(
    audience, readers, office, period, of_member, of_other, stranger, client
):
    made = resources.resource(office, period, audience=audience)
    people = {"member": of_member, "other": of_other, "stranger": stranger, "guest": None}
    read = set()
    for who, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        answers = {
            client.get(reverse(f"programmes:{name}", args=[made.key])).status_code
            for name in ("resource", "resource_file")
        }
        listed = made.title in client.get(reverse("programmes:resource_list")).content.decode()
        assert answers == ({200} if listed else {404})
        read |= {who} if listed else set()

    assert read == readers


def test_addresses_cannot_be_guessed(office, period, client):
    made = resources.resource(office, period, audience=PUBLIC)

    assert client.get(f"/resources/{made.pk}/").status_code == 404
    assert client.get(reverse("programmes:resource", args=[uuid4()])).status_code == 404


def test_what_is_withdrawn_is_gone_for_readers_but_not_for_who_looks_after_it(
    office, cpd_lead, programme, period, client
):
    made = resources.resource(cpd_lead, period, programme=programme, audience=PUBLIC)
    sharing.withdraw(resource=made, by=cpd_lead, now=clock.now())

    assert client.get(reverse("programmes:resource", args=[made.key])).status_code == 404
    client.force_login(cpd_lead)
    assert (
        "Withdrawn" in client.get(reverse("programmes:resource", args=[made.key])).content.decode()
    )
    assert not Resource.objects.visible_to(cpd_lead).shared().exists()
