"""The Department's own extracts, where they lie beside the project."""

import pytest
from django.core.management import call_command

from members import gias
from members.models import Affiliation, School, SchoolLink
from members.services import importing
from members.states import EstablishmentStatus, EstablishmentType, MembershipState, SchoolRole
from tests.factories.members import AffiliationFactory, SchoolFactory
from tests.members.roster.files import (
    ENGLAND,
    HILLINGDON,
    HILLINGDON_LINKS,
    NOW,
    needs_real_files,
)
from tests.members.roster.succession import signed

pytestmark = [needs_real_files, pytest.mark.django_db]


def take_in(**options):
    return importing.import_roster(HILLINGDON, **{"now": NOW} | options)


def test_hillingdon_has_98_schools_and_reading_them_twice_changes_nothing(capsys):
    call_command("import_schools", str(HILLINGDON))
    call_command("import_schools", str(HILLINGDON))

    assert "Nothing changed: 98 schools are as they were.\n" in capsys.readouterr().out
    bourne = School.objects.get(urn=102368)
    assert bourne.address_lines() == ["Cedar Avenue", "Ruislip", "HA4 6UJ"]
    assert School.objects.open().count() == 98


def test_its_links_join_50_pairs_and_49_schools_nobody_else_names():
    first, second = take_in(links=HILLINGDON_LINKS), take_in(links=HILLINGDON_LINKS)

    assert (first.links.added, len(first.links.stubs), first.links.refused) == (50, 49, [])
    assert second.nothing_changed
    assert second.lines()[0] == "Nothing changed: 98 schools and 50 links are as they were."
    assert SchoolLink.objects.get(predecessor=137077).kind == "Split School"
    assert School.objects.filter(is_stub=True, type=EstablishmentType.UNKNOWN).count() == 49


@pytest.mark.parametrize(("old", "new"), [(102378, 148774), (142107, 149033)])
def test_a_membership_signed_under_the_old_urn_is_one_with_the_new_one(old, new):
    school = SchoolFactory.create(urn=old)
    membership = signed(school, MembershipState.SIGNED)
    head = AffiliationFactory.create(school=school, role=SchoolRole.HEADTEACHER).user

    report = take_in(links=HILLINGDON_LINKS)

    membership.refresh_from_db()
    assert (membership.school_id, membership.signed_urn) == (new, old)
    assert [(row.predecessor, row.successor) for row in report.succession.carried_on] == [
        (old, new)
    ]
    assert School.objects.get(urn=old).status == EstablishmentStatus.CLOSED
    assert head.schools_as(SchoolRole.HEADTEACHER) == {new}
    assert take_in(links=HILLINGDON_LINKS).nothing_changed
    assert Affiliation.objects.count() == 2


def test_a_school_that_gave_a_part_away_keeps_its_membership():
    membership = signed(SchoolFactory.create(urn=137077))

    take_in(links=HILLINGDON_LINKS)

    membership.refresh_from_db()
    assert membership.school_id == 137077


def test_of_all_england_only_the_local_authority_asked_for_is_taken():
    report = importing.import_roster(ENGLAND, la_codes=["312"], now=NOW)

    assert len(report.added) == School.objects.count() == 98
    assert report.passed_over == 22_010 - 98


def test_every_school_of_england_can_be_read():
    reading = gias.read_schools(gias.open_register(ENGLAND).schools)

    assert (len(reading.rows), reading.refused) == (22_010, [])
