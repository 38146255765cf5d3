from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse

from hlp.kit import clock
from members.models import Affiliation, User
from members.services import accepting, inviting
from members.states import SchoolRole
from tests.factories.members import PASSWORD, UserFactory
from tests.factories.sessions import client_of
from tests.members.people.test_inviting import token_in

HEAD = SchoolRole.HEADTEACHER
EMAIL = "hanna.head@example.org"
CHOSEN = {"name": "Hanna Head", "password": "three odd words"}


@pytest.fixture
def invitation(school, office, period):
    return inviting.invite(
        school=school, role=HEAD, name="Hanna Head", email=EMAIL, by=office, now=clock.now()
    )


@pytest.fixture
def url(invitation, post):
    return reverse("members:accept_invitation", args=[token_in(post(EMAIL)[-1])])


def test_opening_the_link_shows_the_school_and_uses_nothing_up(client, url, invitation):
    for _ in range(3):
        page = client.get(url)
        assert page.status_code == 200
        assert "Bourne Lane Primary School" in page.text
        assert "headteacher" in page.text
    client.head(url)

    invitation.refresh_from_db()
    assert invitation.is_open(clock.now())
    assert not User.objects.filter(email=EMAIL).exists()
    assert "no-store" in page["Cache-Control"]


def test_a_new_person_chooses_a_password_and_is_head_and_signed_in(client, url, school):
    answer = client.post(url, CHOSEN)

    assert answer.status_code == 302
    assert answer.url == reverse("members:join_school", args=[school.pk])
    user = User.objects.get(email=EMAIL)
    assert user.name == "Hanna Head"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified
    post = user.affiliations.get()
    assert (post.school, post.role, post.proof) == (school, HEAD, Affiliation.Proof.INVITATION)
    assert user.has_perm("members.sign_membership", school)


def test_a_weak_password_is_refused_with_a_sentence_and_the_name_stays(client, url):
    page = client.post(url, {"name": "Hanna Elder", "password": "Hillingdon2022"})

    assert "Choose a password that is harder to guess" in page.text
    assert "Hanna Elder" in page.text
    assert not User.objects.filter(email=EMAIL).exists()


def test_the_link_works_once(client, url):
    client.post(url, CHOSEN)
    other = Client()

    again = other.post(url, {"name": "Eve Second", "password": "other odd words"})

    assert again.status_code == 404
    assert "This invitation cannot be used" in again.text
    assert "Bourne Lane" not in again.text
    assert "Hanna" not in again.text
    assert not User.objects.filter(name="Eve Second").exists()


def test_used_expired_taken_back_and_unknown_look_alike(client, url, invitation, office):
    unknown = client.get(reverse("members:accept_invitation", args=["no-such-token"]))
    inviting.revoke(invitation=invitation, by=office, now=clock.now())
    revoked = client.get(url)
    invitation.revoked_at, invitation.expires_at = None, clock.now() - timedelta(seconds=1)
    invitation.save()
    expired = client.get(url)

    for page in (unknown, revoked, expired):
        assert page.status_code == 404
        assert "This invitation cannot be used" in page.text
        assert "Bourne Lane" not in page.text


def test_who_has_an_account_signs_in_and_accepts(client, url, school):
    known = UserFactory.create(name="Hanna Head", email=EMAIL)

    asked = client.get(url)
    assert f"{reverse('account_login')}?next={url}" in asked.text
    refused = client.post(url, CHOSEN)
    assert not known.affiliations.exists()
    assert "Sign in to accept" in refused.text
    client.post(reverse("account_login") + f"?next={url}", {"login": EMAIL, "password": PASSWORD})
    accepted = client.post(url)

    assert accepted.url == reverse("members:join_school", args=[school.pk])
    assert known.affiliations.get().proof == Affiliation.Proof.INVITATION


def test_another_address_cannot_accept_and_is_told_what_to_do(client, url, invitation, stranger):
    client.force_login(stranger)

    page = client.get(url)
    assert "the invitation was sent to another address" in page.text
    assert "sign out and open the link again" in page.text
    assert EMAIL not in page.text
    tried = client.post(url)

    assert "This invitation was sent to another email address" in tried.text
    assert not stranger.affiliations.exists()
    invitation.refresh_from_db()
    assert invitation.is_open(clock.now())


def test_nobody_of_the_office_makes_themselves_head(school, office, office2, period, post):
    now = clock.now()
    who = {"school": school, "role": HEAD, "name": str(office), "email": office.email, "now": now}
    inviting.invite(**who, by=office)
    client = client_of(office)

    page = client.post(
        reverse("members:accept_invitation", args=[token_in(post(office.email)[-1])])
    )

    assert "You sent this invitation yourself" in page.text
    assert not office.affiliations.exists()
    vouched = inviting.invite(**who, by=office2)
    assert accepting.accept(invitation=vouched, user=office, now=now).role == HEAD


def test_an_address_somebody_wrote_down_but_never_confirmed_does_not_count(
    client, url, invitation, stranger
):
    EmailAddress.objects.create(user=stranger, email=EMAIL, verified=False)
    client.force_login(stranger)

    client.post(url)

    assert not stranger.affiliations.exists()


def test_who_took_the_address_before_loses_it_to_its_reader(client, url):
    squatter = UserFactory.create(name="Mallory", email=EMAIL, verified=False)
    EmailAddress.objects.create(user=squatter, email=EMAIL, verified=False, primary=True)
    theirs = Client()
    theirs.force_login(squatter)

    client.post(url, CHOSEN)

    user = User.objects.get(email=EMAIL)
    assert user.name == "Hanna Head"
    assert not user.check_password(PASSWORD)
    assert theirs.get(reverse("home")).status_code == 302


def test_a_closed_account_stays_closed(client, url):
    UserFactory.create(name="Hanna Head", email=EMAIL, is_active=False, verified=False)

    assert client.post(url, CHOSEN).status_code == 404
    assert not Affiliation.objects.filter(user__email=EMAIL).exists()


def test_an_invitation_makes_a_weaker_proof_stronger(invitation, school):
    known = UserFactory.create(name="Hanna Head", email=EMAIL)

    accepting.accept(invitation=invitation, user=known, now=clock.now())

    assert known.affiliations.count() == 1
    assert known.affiliations.get().verified_by is None


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_the_same_moment_make_one_affiliation(invitation):
    together = Barrier(2)

    def accept(name):
        together.wait(timeout=10)
        try:
            accepting.accept_as_new(
                invitation=invitation, name=name, password="three odd words", now=clock.now()
            )
        except (accepting.NotUsable, accepting.WrongAddress):
            return "refused"
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(accept, ["Hanna Head", "Hanna Second"]))

    assert answers == ["accepted", "refused"]
    assert Affiliation.objects.filter(user__email=EMAIL).count() == 1


def test_who_guesses_links_is_stopped(client, db):
    url = reverse("members:accept_invitation", args=["guess"])
    for _ in range(30):
        assert client.get(url).status_code == 404

    stopped = client.get(url)

    assert stopped.status_code == 429
    assert "Wait a few minutes" in stopped.text
