from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.forms import model_to_dict
from django.urls import URLPattern, reverse

from hlp.kit import clock, waiting
from hlp.kit.access import WrongPerson
from hlp.kit.states import WrongState
from members import urls
from members.models import Affiliation, Claim, Membership
from members.services import claiming
from members.services.periods import create_period
from members.states import ClaimState, SchoolRole
from tests.factories import cast
from tests.factories.members import MembershipFactory, SchoolFactory, UserFactory

HEAD, STAFF = SchoolRole.HEADTEACHER, SchoolRole.STAFF


@pytest.fixture
def bourne(db):
    return SchoolFactory.create(
        name="Bourne Lane Primary School", website="https://www.bourne-lane.example/home"
    )


@pytest.fixture
def newcomer(db):
    return UserFactory.create(name="Nia Newcomer", email="nia@gmail.com")


@pytest.fixture
def teacher_of_bourne(db):
    return UserFactory.create(name="Tom Teacher", email="tom@bourne-lane.example")


def say(user, school, role, now, said=""):
    return claiming.claim(user=user, school=school, role=role, said=said, now=now)


def test_a_claim_waits_and_the_office_is_told(bourne, newcomer, now, post):
    claim = say(newcomer, bourne, HEAD, now, said="Call 01895 000000")

    assert claim.state == ClaimState.WAITING
    (letter,) = post()
    assert letter.to == settings.OFFICE_EMAIL
    assert letter.subject == "To check: Nia Newcomer for Bourne Lane Primary School"
    assert "Nia Newcomer (nia@gmail.com) says they are headteacher" in letter.text
    assert reverse("members:claim_detail", args=[claim.pk]) in letter.text
    assert not newcomer.affiliations.exists()


def test_the_office_approves_and_the_person_is_head(bourne, newcomer, office, now, post):
    claim = say(newcomer, bourne, HEAD, now)

    affiliation = claiming.approve(claim=claim, by=office, now=now)

    assert affiliation.proof == Affiliation.Proof.OFFICE
    assert affiliation.verified_by == office
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.decided_at) == (ClaimState.APPROVED, office, now)
    newcomer.refresh_from_db()
    assert newcomer.has_perm("members.sign_membership", bourne)
    (letter,) = post("nia@gmail.com")
    assert letter.subject == "You can now act for Bourne Lane Primary School"
    assert "You can now prepare and sign your school's membership" in letter.text


def test_the_office_refuses_with_a_reason_that_is_sent(bourne, newcomer, office, now, post):
    claim = say(newcomer, bourne, HEAD, now)

    with pytest.raises(claiming.ReasonMissing):
        claiming.refuse(claim=claim, reason="  ", by=office, now=now)
    claiming.refuse(claim=claim, reason="The school does not know you.", by=office, now=now)

    claim.refresh_from_db()
    assert (claim.state, claim.reason) == (ClaimState.REFUSED, "The school does not know you.")
    assert not newcomer.affiliations.exists()
    (letter,) = post("nia@gmail.com")
    assert letter.subject == "We could not confirm that you work at Bourne Lane Primary School"
    assert "The school does not know you." in letter.text
    assert "The school does not know you." in letter.html


def test_what_is_decided_is_not_decided_again(bourne, newcomer, office, office2, now):
    claim = say(newcomer, bourne, HEAD, now)
    claiming.refuse(claim=claim, reason="No.", by=office, now=now)

    with pytest.raises(WrongState):
        claiming.approve(claim=claim, by=office2, now=now)
    assert not newcomer.affiliations.exists()


def test_only_the_office_decides_and_nobody_about_themselves(
    bourne, newcomer, office, clerk, head, now
):
    claim = say(newcomer, bourne, HEAD, now)
    own = say(office, bourne, HEAD, now)

    for person in (newcomer, clerk, head):
        with pytest.raises(WrongPerson):
            claiming.approve(claim=claim, by=person, now=now)
    with pytest.raises(WrongPerson):
        claiming.approve(claim=own, by=office, now=now)
    assert not Affiliation.objects.filter(school=bourne).exists()


def test_a_teacher_with_the_schools_address_may_prepare_but_not_sign(
    bourne, teacher_of_bourne, now, post
):
    affiliation = say(teacher_of_bourne, bourne, STAFF, now)

    assert affiliation.proof == Affiliation.Proof.EMAIL_DOMAIN
    assert teacher_of_bourne.has_perm("members.prepare_membership", bourne)
    assert not teacher_of_bourne.has_perm("members.sign_membership", bourne)
    assert post() == []


@pytest.mark.parametrize("role", [HEAD, SchoolRole.BUSINESS_MANAGER, SchoolRole.CPD_LEAD])
def test_the_schools_address_proves_no_other_role(bourne, teacher_of_bourne, now, role):
    claim = say(teacher_of_bourne, bourne, role, now)

    assert isinstance(claim, Claim)
    assert claim.state == ClaimState.WAITING
    assert not teacher_of_bourne.has_perm("members.prepare_membership", bourne)


@pytest.mark.parametrize(
    ("address", "website", "proves"),
    [
        ("tom@bourne-lane.example", "https://www.bourne-lane.example/home", True),
        ("tom@bourne-lane.example", "bourne-lane.example", True),
        ("TOM@Bourne-Lane.Example", "http://bourne-lane.example", True),
        ("tom@bourne-lane.example", "https://other.example", False),
        ("tom@staff.bourne-lane.example", "https://bourne-lane.example", False),
        ("tom@example", "https://bourne-lane.example", False),
        ("tom@evilbourne-lane.example", "https://bourne-lane.example", False),
        ("tom@gmail.com", "https://gmail.com", False),
        ("tom@bourne-lane.example", "", False),
        ("tom@bourne-lane.example", "http://[broken", False),
    ],
)
def test_which_addresses_prove_that_one_works_there(db, address, website, proves):
    school = SchoolFactory.create(website=website)

    assert claiming.is_address_of(address, school) is proves


def test_an_address_that_schools_share_proves_nothing(bourne):
    SchoolFactory.create(website="https://bourne-lane.example/infants")

    assert not claiming.is_address_of("tom@bourne-lane.example", bourne)


def test_an_unconfirmed_address_claims_nothing(bourne, now):
    mallory = UserFactory.create(email="m@bourne-lane.example", verified=False)
    EmailAddress.objects.create(user=mallory, email=mallory.email, verified=False, primary=True)

    with pytest.raises(claiming.AddressNotConfirmed):
        say(mallory, bourne, STAFF, now)
    assert not Claim.objects.exists()


def test_one_claim_waits_per_person_and_school(bourne, other_school, newcomer, office, now):
    first = say(newcomer, bourne, HEAD, now)

    with pytest.raises(claiming.AlreadyWaiting):
        say(newcomer, bourne, STAFF, now)
    say(newcomer, other_school, STAFF, now)
    claiming.refuse(claim=first, reason="No.", by=office, now=now)
    say(newcomer, bourne, STAFF, now)

    assert Claim.objects.waiting().count() == 2


def test_who_is_known_already_is_told_so(school, head, now):
    with pytest.raises(claiming.AlreadyThere, match="already known as headteacher"):
        say(head, school, HEAD, now)


def test_a_person_takes_a_claim_back(bourne, newcomer, stranger, now):
    claim = say(newcomer, bourne, HEAD, now)

    with pytest.raises(WrongPerson):
        claiming.withdraw(claim=claim, by=stranger, now=now)
    claiming.withdraw(claim=claim, by=newcomer, now=now)

    claim.refresh_from_db()
    assert claim.state == ClaimState.WITHDRAWN


def pages_of_a_school():
    return [
        url.name
        for url in urls.urlpatterns
        if isinstance(url, URLPattern)
        and ":urn>" in str(url.pattern)
        and "<int:pk>" not in str(url.pattern)  # a row of the school's: its own tests
        and url.name != "join_who"  # where the person waits
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", pages_of_a_school())
def test_until_it_is_approved_a_claim_shows_and_changes_nothing(
    client, bourne, newcomer, name, method
):
    now = clock.now()
    period = create_period(
        name="This run", starts_on=clock.day_of(now) + timedelta(days=30), is_published=True
    )
    draft = MembershipFactory.create(
        school=bourne, period=period, finance_email="secret@bourne.example", purchase_order="PO-77"
    )
    before = model_to_dict(draft)
    say(newcomer, bourne, HEAD, now)
    client.force_login(newcomer)

    page = getattr(client, method)(reverse(f"members:{name}", args=[bourne.pk]))

    assert page.status_code in (200, 302, 404, 405)
    assert "secret@bourne.example" not in page.text
    assert "PO-77" not in page.text
    assert model_to_dict(Membership.objects.get()) == before


def test_the_office_sees_claims_waiting_on_its_home_page(bourne, newcomer, office, head, now):
    say(newcomer, bourne, HEAD, now)

    titles = [(row.title, row.count) for row in waiting.for_person(office, now)]
    assert ("Claims to check", 1) in titles
    assert "Claims to check" not in [row.title for row in waiting.for_person(head, now)]


def test_the_queue_shows_the_longest_waiting_first(client, bourne, newcomer, stranger, office):
    first = say(stranger, bourne, HEAD, clock.now())
    say(newcomer, bourne, STAFF, clock.now())
    client.force_login(office)

    page = client.get(reverse("members:claim_list")).text

    assert page.index("Sam Stranger") < page.index("Nia Newcomer")
    claiming.refuse(claim=first, reason="No.", by=office, now=clock.now())
    waits = client.get(reverse("members:claim_list")).text
    decided = client.get(reverse("members:claim_list") + "?show=decided").text
    assert "Sam Stranger" not in waits
    assert "Sam Stranger" in decided
    assert "Nia Newcomer" not in decided


def test_a_claims_page_shows_what_helps_and_decides(client, bourne, newcomer, office):
    cast.at_school("Hetty Earlier", bourne, HEAD)
    claim = say(newcomer, bourne, HEAD, clock.now(), said="<b>Ask</b> the office")
    client.force_login(office)

    page = client.get(reverse("members:claim_detail", args=[claim.pk])).text
    assert "https://www.bourne-lane.example/home" in page
    assert "Hetty Earlier, Headteacher" in page
    assert "&lt;b&gt;Ask&lt;/b&gt; the office" in page
    refused = client.post(reverse("members:refuse_claim", args=[claim.pk]), {"reason": ""})
    assert "Write a reason" in refused.text
    client.post(reverse("members:approve_claim", args=[claim.pk]))

    assert newcomer.affiliations.get().role == HEAD
    twice = client.post(reverse("members:approve_claim", args=[claim.pk]), follow=True)
    assert "already approved" in twice.text


@pytest.mark.django_db(transaction=True)
def test_two_of_the_office_who_decide_at_once_make_one_decision(bourne, newcomer, office, office2):
    claim = say(newcomer, bourne, HEAD, clock.now())
    together = Barrier(2)

    def decide(by):
        mine = Claim.objects.get(pk=claim.pk)
        together.wait(timeout=10)
        try:
            claiming.approve(claim=mine, by=by, now=clock.now())
        except WrongState:
            return "refused"
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(decide, [office, office2])) == ["approved", "refused"]
    assert newcomer.affiliations.count() == 1
