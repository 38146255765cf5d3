"""The demo: a partnership in every state, told through the real services, for trying only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from board.models import Election
from board.services import closing
from board.states import ElectionState, KeyPlace
from hlp.demo import governance, people, schools, story
from hlp.kit import clock, documents, uploads
from invoicing.models import FeeRun, Invoice
from invoicing.states import FeeRunState, InvoiceState
from members.models import (
    Announcement,
    Claim,
    Invitation,
    Membership,
    Period,
    School,
    Trust,
    User,
)
from members.states import STATE_FUNDED, ClaimState, MembershipState, Phase, SchoolRole
from programmes import commitments, reach
from programmes.models import AcademicYear, Answer, Place, Programme
from programmes.states import CommitmentKind, Standing


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    story.tell(schools=30, now=clock.now(), say=lambda sentence: None)


def test_the_register_is_the_same_every_time():
    assert schools.register(100) == schools.register(100)


def test_a_hundred_schools_have_every_phase_and_every_type_that_may_join():
    rows = [line.split('","') for line in schools.register(100).splitlines()[1:]]

    assert {row[5] for row in rows} >= {kind.value for kind in STATE_FUNDED}
    assert {row[9] for row in rows} == {phase.value for phase in Phase}


def test_no_fictional_school_has_a_real_urn_or_a_name_twice():
    rows = [line.strip('"').split('","') for line in schools.register(500).splitlines()[1:]]

    assert min(int(row[0]) for row in rows) == 900_000
    assert len({row[4] for row in rows}) == len(rows)


def test_members_are_in_every_stage(demo):
    states = set(Membership.objects.values_list("state", flat=True))

    assert states == {
        MembershipState.DRAFT,
        MembershipState.SIGNED,
        MembershipState.ACTIVE,
        MembershipState.LEAVING,
    }
    papers = Membership.objects.filter(state=MembershipState.SIGNED)
    assert {uploads.check(read(paper)).content_type for paper in papers} == {uploads.PNG}
    assert Claim.objects.filter(state=ClaimState.WAITING).exists()
    assert Invitation.objects.open().exists()
    assert School.objects.exclude(la_code="312").exists()


def read(membership):
    name, data = membership.paper.filename, documents.read(membership.paper)
    return SimpleUploadedFile(name, data)


def test_a_trust_s_person_finds_schools_to_sign_for_at_once(demo, client):
    person = people.BY_NAME["trust"]
    sign_in(client, person)

    page = client.get(reverse("members:trust_schools", args=[Trust.objects.get().pk]))

    assert page.status_code == 200
    assert len(page.context["ready"]) == 2  # of a hundred schools three
    assert len(page.context["rows"]) == 3


def test_one_person_works_in_two_roles_at_two_schools(demo):
    two = User.objects.get(email=people.BY_NAME["head.two"].email)

    posts = two.affiliations.order_by("role")
    assert [post.role for post in posts] == [SchoolRole.BUSINESS_MANAGER, SchoolRole.HEADTEACHER]
    assert posts[0].school != posts[1].school


def test_the_office_has_announced_and_published(demo, client):
    announcement = Announcement.objects.get()

    assert announcement.recipients > 5
    shown = client.get(reverse("members:policy_list"))
    assert "Terms of reference of the Partnership Board" in shown.content.decode()


def test_invoices_are_issued_and_a_second_run_waits_for_a_second_person(demo):
    runs = list(FeeRun.objects.order_by("pk").values_list("state", flat=True))
    numbers = Invoice.objects.filter(state=InvoiceState.ISSUED).values_list("sequence", flat=True)

    assert runs == [FeeRunState.ISSUED, FeeRunState.DRAFT]
    assert set(numbers) == set(range(1, len(numbers) + 1))


def test_its_people_can_sign_in_where_it_runs(demo, client):
    signed_in = sign_in(client)

    assert signed_in.status_code == 302
    assert signed_in.url == reverse("home")


def test_who_tries_it_can_open_a_box_and_nobody_is_told_how_elsewhere(demo, settings):
    settings.DEBUG = True
    told = governance.passphrases_to_try()
    poll = Election.objects.get(name=governance.TO_OPEN)
    two = {place: governance.PASSPHRASES[place] for place in (KeyPlace.SECOND, KeyPlace.PRINTED)}
    assert [phrase for phrase in governance.PASSPHRASES.values() if phrase not in told] == []
    assert governance.TO_OPEN in told

    officer = User.objects.get(email=people.BY_NAME["returning"].email)
    counted = closing.close(election=poll, passphrases=two, by=officer, now=clock.now())

    assert counted.state == ElectionState.COUNTED
    settings.DEBUG = False
    assert governance.passphrases_to_try() == ""


def test_its_people_are_refused_everywhere_else(demo, client, settings):
    settings.DEMO = False

    refused = sign_in(client)

    assert refused.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_session_from_the_demo_ends_with_it(demo, client, settings):
    sign_in(client)
    settings.DEMO = False

    assert client.get(reverse("home")).status_code == 302


def test_production_refuses_to_make_a_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="not for production"):
        call_command("demo")


def sign_in(client, person=people.BY_NAME["head.primary"]):
    return client.post(
        reverse("account_login"), {"login": person.email, "password": people.PASSWORD}
    )


def test_in_full_season_nobody_s_start_page_asks_more_than_twenty_times(demo, client):
    costs = {}
    for who in people.BY_NAME:
        client.force_login(User.objects.get(email=people.BY_NAME[who].email))
        client.get(reverse("home"))  # the first page of a session also notes the device
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("home"))
        costs[who] = len(seen)

    assert {who: cost for who, cost in costs.items() if cost > 20} == {}


def test_two_programmes_are_in_mid_year_and_an_award_has_opened_a_third(demo):
    programmes = list(Programme.objects.running())
    found = commitments.standings_of(programmes, clock.now())

    rows = [row for one in programmes for row in found[one.pk]]
    missed = [row for row in rows if row.standing == Standing.MISSED]
    assert sorted(programme.events.exists() for programme in programmes) == [False, True, True]
    assert [programme.award is not None for programme in programmes].count(True) == 1
    assert [row.commitment.kind for row in missed] == [CommitmentKind.ENGAGEMENT]
    period = Period.objects.get()
    year = AcademicYear.objects.filter(from_on__lte=clock.today()).latest("from_on")
    lines = reach.lines(period=period, year=year)
    never = [line for line in lines if line.last_ever is None]
    assert 0 < len(never) < len(lines)
    assert Answer.objects.exists()
    assert Place.objects.queue().exists()
