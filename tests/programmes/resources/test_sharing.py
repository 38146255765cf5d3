"""Check 21: a file or a link, for its readers, linked to programme, event and half-term."""

import pytest
from django.db import IntegrityError, transaction

from hlp.kit import clock
from hlp.kit.access import WrongPerson
from programmes.models import Resource
from programmes.services import sharing
from programmes.states import ResourceAudience
from tests.factories import resources
from tests.factories.resources import LINK

MEMBERS, ALL, PUBLIC = ResourceAudience


def test_the_lead_school_shares_a_file_for_member_schools(cpd_lead, programme, period):
    made = resources.resource(cpd_lead, period, programme=programme)

    assert made.audience == MEMBERS
    assert made.document.filename == "slides.pdf"
    assert made.shared_by == cpd_lead


def test_a_school_that_does_not_lead_shares_nothing(other_head, programme, period):
    with pytest.raises(WrongPerson):
        resources.resource(other_head, period, programme=programme)

    assert not Resource.objects.exists()


def test_only_the_office_shares_outside_every_programme(office, cpd_lead, period):
    assert resources.resource(office, period).programme is None
    with pytest.raises(WrongPerson):
        resources.resource(cpd_lead, period)


@pytest.mark.parametrize("given", [{"file": None, "link": ""}, {"link": LINK}])
def test_it_is_a_file_or_a_link_and_never_both(office, period, given):
    if given.get("link"):
        given["file"] = resources.Upload(b"%PDF-1.7\n%%EOF\n", "a.pdf", "application/pdf")
    with pytest.raises(sharing.NeitherOrBoth):
        sharing.share(
            period=period, title="A", audience=MEMBERS, by=office, now=clock.now(), **given
        )


def test_the_database_knows_that_too(office, period):
    made = resources.resource(office, period)

    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=made.pk).update(link=LINK)


def test_the_record_of_the_learning_event_is_for_all_schools(office, period):
    with pytest.raises(sharing.WrongReaders, match="all schools"):
        resources.resource(office, period, is_learning_record=True)

    made = resources.resource(office, period, is_learning_record=True, audience=ALL)
    with pytest.raises(sharing.WrongReaders):
        sharing.describe(
            resource=made, title="A", description="", tags=[], audience=MEMBERS, by=office
        )


@pytest.mark.parametrize("words", ["kick", "PHONICS", "année", "early readers"])
def test_it_is_found_by_its_title_its_programme_and_its_tags(words, cpd_lead, programme, period):
    made = resources.resource(
        cpd_lead, period, programme=programme, tags=["Année 1", "early readers"]
    )
    resources.resource(cpd_lead, period, programme=programme, title="Budget", tags=["x"])

    found = Resource.objects.found_by(words)

    assert made in found
    assert found.count() == (2 if words == "PHONICS" else 1)


def test_a_tag_typed_twice_is_one(office, period):
    made = resources.resource(office, period, tags=["Year 1", "year  1", " SEND "])

    assert made.tags == ["Year 1", "SEND"]


def test_what_is_said_may_change_and_is_found_anew(office, period):
    made = resources.resource(office, period)

    sharing.describe(
        resource=made, title="Reading", description="d", tags=["y"], audience=PUBLIC, by=office
    )

    assert Resource.objects.found_by("reading y").get() == made
    assert not Resource.objects.found_by("slides").exists()


def test_withdrawn_is_withdrawn_once_and_nothing_is_deleted(office, period):
    made = resources.resource(office, period)

    sharing.withdraw(resource=made, by=office, now=clock.now())

    assert Resource.objects.count() == 1
    assert not Resource.objects.shared().exists()
    with pytest.raises(sharing.AlreadyWithdrawn):
        sharing.withdraw(resource=made, by=office, now=clock.now())
