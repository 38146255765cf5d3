"""Who leaves a school holds no role for it any more, whichever way the post there ends."""

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry

from hlp.subject_access import erasing
from members.models import Affiliation
from members.services import affiliating, heading, roles
from members.services.succeeding import deciding
from members.states import EstablishmentStatus, PortalRole, SchoolRole
from tests.factories.members import AffiliationFactory, RoleHeldFactory, SchoolFactory

LAST_DAY = date(2022, 7, 31)
DAY = timedelta(days=1)


@pytest.fixture
def deputy(member, school, head):
    """The head, who votes for the school by a role as well."""
    return RoleHeldFactory.create(
        user=head, role=PortalRole.VOTING_DEPUTY, school=school, from_on=date(2022, 2, 1)
    )


def end(person, by, now, on=LAST_DAY):
    return affiliating.end(affiliation=person.affiliations.get(), on=on, by=by, now=now)


def hand_over(person, by, now):
    school = person.affiliations.get().school
    name, email = "Nora New", "nora@example.org"
    heading.change(school=school, last_day=LAST_DAY, name=name, email=email, by=by, now=now)


@pytest.mark.parametrize("way", [end, hand_over])
def test_a_role_for_the_school_ends_with_the_post(deputy, head, office, now, way):
    elsewhere = RoleHeldFactory.create(
        user=head, role=PortalRole.PROGRAMME_LEAD, school=SchoolFactory.create()
    )

    way(head, office, now)

    deputy.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (deputy.to_on, elsewhere.to_on) == (LAST_DAY, None)
    entry = LogEntry.objects.get_for_object(deputy).first()
    assert (entry.actor, entry.changes_dict["to_on"]) == (office, ["None", str(LAST_DAY)])


def test_it_never_lasts_longer_than_it_did(deputy, head, office, now):
    roles.end(held=deputy, on=date(2022, 5, 31), by=None)

    end(head, office, now)

    deputy.refresh_from_db()
    assert deputy.to_on == date(2022, 5, 31)


def test_one_that_was_to_begin_later_never_begins(member, school, head, office, now):
    coming = RoleHeldFactory.create(
        user=head, role=PortalRole.PROGRAMME_LEAD, school=school, from_on=date(2022, 9, 1)
    )

    end(head, office, now)

    coming.refresh_from_db()
    assert coming.to_on == date(2022, 8, 31)


def test_who_works_there_in_another_post_keeps_it_as_long_as_that_lasts(
    deputy, school, head, office, now
):
    headship = head.affiliations.get()
    staying = AffiliationFactory.create(user=head, school=school, role=SchoolRole.STAFF)

    affiliating.end(affiliation=headship, on=LAST_DAY, by=office, now=now)
    deputy.refresh_from_db()
    assert deputy.to_on is None

    affiliating.end(affiliation=staying, on=LAST_DAY + 30 * DAY, by=office, now=now)
    deputy.refresh_from_db()
    assert deputy.to_on == LAST_DAY + 30 * DAY


def test_a_role_given_to_somebody_whose_last_day_is_known_ends_with_it(school, head, office, now):
    end(head, office, now)

    held = roles.grant(
        user=head, role=PortalRole.VOTING_DEPUTY, school=school, from_on=date(2022, 4, 1), by=office
    )

    assert held.to_on == LAST_DAY


def test_a_person_who_is_erased_leaves_no_post_behind(member, business_manager, office, now):
    erasing.erase(user=business_manager, by=office, now=now)

    assert not Affiliation.objects.current(now.date()).filter(user=business_manager).exists()


def test_roles_for_a_school_that_is_no_more_end_with_it(deputy, member, school, office, now):
    closed = date(2022, 2, 20)
    type(school).objects.filter(pk=school.pk).update(
        status=EstablishmentStatus.CLOSED, close_on=closed
    )

    deciding.end_closed(membership=member, by=office, now=now)

    deputy.refresh_from_db()
    assert deputy.to_on == closed
    assert LogEntry.objects.get_for_object(deputy).first().actor == office
