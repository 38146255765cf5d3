from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.access import WrongPerson
from members.models import Affiliation, RoleHeld, User
from members.services import affiliating, roles
from members.states import PortalRole, SchoolRole
from tests.factories.members import (
    AffiliationFactory,
    RoleHeldFactory,
    TrustFactory,
    give_second_factor,
)
from tests.factories.sessions import client_of

OFFICE, CLERK, FINANCE = PortalRole.OFFICE, PortalRole.CLERK, PortalRole.FINANCE
SINCE = date(2022, 1, 1)


def test_a_role_holds_from_its_first_to_its_last_day(office, stranger):
    today = clock.today()
    held = roles.grant(user=stranger, role=FINANCE, from_on=today, by=office)

    assert stranger.holds(FINANCE)
    roles.end(held=held, on=today, by=office)

    assert RoleHeld.objects.current(today).filter(user=stranger).exists()
    assert not RoleHeld.objects.current(today + timedelta(days=1)).filter(user=stranger).exists()


def test_a_role_that_starts_tomorrow_does_nothing_today(office, stranger):
    roles.grant(user=stranger, role=FINANCE, from_on=clock.today() + timedelta(days=1), by=office)

    assert not stranger.holds(FINANCE)


def test_only_the_office_gives_roles_and_nobody_to_themselves(office, clerk, finance, stranger):
    for person in (clerk, finance, stranger):
        with pytest.raises(WrongPerson):
            roles.grant(user=stranger, role=CLERK, from_on=SINCE, by=person)
    with pytest.raises(roles.NotYourOwn):
        roles.grant(user=office, role=FINANCE, from_on=SINCE, by=office)
    assert not stranger.roles_held.exists()


def test_a_role_is_held_once(office, stranger):
    roles.grant(user=stranger, role=FINANCE, from_on=SINCE, by=office)

    with pytest.raises(roles.AlreadyHolds, match="is already LA finance"):
        roles.grant(user=stranger, role=FINANCE, from_on=SINCE, by=office)


def test_a_trust_signatory_signs_for_a_named_trust(office, stranger):
    with pytest.raises(roles.AlreadyHolds, match="Name the trust"):
        roles.grant(user=stranger, role=PortalRole.TRUST_SIGNATORY, from_on=SINCE, by=office)

    roles.grant(
        user=stranger,
        role=PortalRole.TRUST_SIGNATORY,
        trust=TrustFactory.create(),
        from_on=SINCE,
        by=office,
    )


def test_the_back_room_opens_and_closes_with_the_role(office, stranger):
    held = roles.grant(user=stranger, role=CLERK, from_on=SINCE, by=office)
    assert User.objects.get(pk=stranger.pk).is_staff

    roles.end(held=held, on=clock.today() - timedelta(days=1), by=office)

    assert not User.objects.get(pk=stranger.pk).is_staff


def test_the_back_room_stays_open_until_the_last_day_and_no_longer(office, stranger, time_machine):
    now = datetime(2022, 3, 1, 9, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    give_second_factor(stranger)
    held = roles.grant(user=stranger, role=CLERK, from_on=SINCE, by=office)
    roles.end(held=held, on=date(2022, 3, 2), by=office)

    def opens(day):
        time_machine.move_to(datetime(2022, 3, day, 9, tzinfo=UTC), tick=False)
        return client_of(stranger).get(reverse("admin:index")).status_code == 200

    assert roles.close_back_rooms(now=now + timedelta(days=1)) == 0
    assert [opens(1), opens(2), opens(3)] == [True, True, False]  # before the night's task ran
    assert "Back room" not in client_of(stranger).get(reverse("home")).content.decode()
    assert [roles.close_back_rooms(now=now + timedelta(days=2)) for _ in "ab"] == [1, 0]
    assert not User.objects.get(pk=stranger.pk).is_staff
    assert User.objects.get(pk=office.pk).is_staff


def test_a_key_waits_for_a_role_that_is_yet_to_begin(office, stranger):
    tomorrow = clock.today() + timedelta(days=1)
    first = roles.grant(user=stranger, role=CLERK, from_on=SINCE, by=office)
    roles.grant(user=stranger, role=OFFICE, from_on=tomorrow, by=office)

    roles.end(held=first, on=tomorrow - timedelta(days=2), by=office)

    assert roles.close_back_rooms(now=clock.now()) == 0
    assert User.objects.get(pk=stranger.pk).is_staff


def test_the_last_of_the_office_stays(office, office2):
    theirs = office2.roles_held.get()
    roles.end(held=theirs, on=clock.today(), by=office)

    with pytest.raises(roles.LastOfOffice):
        roles.end(held=office.roles_held.get(), on=clock.today(), by=None)


def test_a_role_ends_once(office, stranger):
    held = roles.grant(user=stranger, role=FINANCE, from_on=SINCE, by=office)
    roles.end(held=held, on=clock.today(), by=office)

    with pytest.raises(roles.AlreadyEnded):
        roles.end(held=held, on=clock.today(), by=office)


def test_a_person_stops_working_at_a_school(office, head, school):
    yesterday = clock.today() - timedelta(days=1)

    affiliating.end(affiliation=head.affiliations.get(), on=yesterday, by=office, now=clock.now())

    head.forget_standing()
    assert head.schools_as(*SchoolRole) == set()
    with pytest.raises(WrongPerson):
        affiliating.end(affiliation=head.affiliations.get(), on=yesterday, by=head, now=clock.now())


def test_a_role_taken_away_on_its_first_day_was_never_held(office, stranger):
    today = clock.today()
    held = roles.grant(user=stranger, role=FINANCE, from_on=today, by=office)

    roles.end(held=held, on=today - timedelta(days=1), by=office)

    assert not User.objects.get(pk=stranger.pk).holds(FINANCE)
    roles.grant(user=stranger, role=FINANCE, from_on=today, by=office)
    assert User.objects.get(pk=stranger.pk).holds(FINANCE)


def test_who_began_today_and_is_ended_now_can_do_nothing(office, head, stranger, school):
    now, today = clock.now(), clock.today()
    post = affiliating.affiliate(
        user=stranger,
        school=school,
        role=SchoolRole.STAFF,
        proof=Affiliation.Proof.EMAIL_DOMAIN,
        by=None,
        now=now,
    )
    assert stranger.has_perm("members.prepare_membership", school)

    affiliating.end(affiliation=post, on=today - timedelta(days=1), by=head, now=now)

    assert not User.objects.get(pk=stranger.pk).has_perm("members.prepare_membership", school)


@pytest.mark.parametrize("days", [2, 300])
def test_nothing_ends_earlier_than_the_day_before_it_began(stranger, school, days):
    for factory in (RoleHeldFactory, AffiliationFactory):
        row = factory.create(user=stranger, from_on=SINCE)
        row.to_on = SINCE - timedelta(days=days)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        with pytest.raises(ValidationError):
            row.full_clean()


def test_the_first_of_the_office_is_made_from_the_command_line(db, client, capsys):
    call_command("grant_role", "Olive@Hillingdon.example", "office", name="Olive Office")

    said = capsys.readouterr().out
    olive = User.objects.get(email="olive@hillingdon.example")
    assert "Olive Office <olive@hillingdon.example> is now Partnership office." in said
    assert olive.holds(OFFICE)
    assert olive.is_staff
    link = said.strip().splitlines()[-1]
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    client.post(
        page.request["PATH_INFO"],
        {"password1": "three odd words"} | {"password2": "three odd words"},
    )
    olive.refresh_from_db()
    assert olive.check_password("three odd words")


def test_the_command_says_what_it_did_not_do(office):
    with pytest.raises(CommandError, match="already"):
        call_command("grant_role", office.email, "office")
    with pytest.raises(CommandError, match="not an email address"):
        call_command("grant_role", "nobody", "office")
