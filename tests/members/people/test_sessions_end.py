from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from hlp.kit import access
from members.models import User
from members.services import closing
from members.states import PortalRole
from members.templatetags.accounts import browser
from tests.factories.cast import in_partnership
from tests.factories.members import PASSWORD

START = datetime(2022, 3, 1, 9, tzinfo=UTC)
HOME = reverse("home")


@pytest.fixture
def at():
    with time_machine.travel(START, tick=False) as clock:

        def go(**after):
            clock.move_to(START + timedelta(**after))

        yield go


def sign_in(client, user):
    client.force_login(user)
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize(
    "role", [PortalRole.OFFICE, PortalRole.FINANCE, PortalRole.BOARD_MEMBER, PortalRole.CHAIR]
)
def test_after_half_an_hour_alone_the_partnerships_people_sign_in_again(client, db, at, role):
    sign_in(client, in_partnership("Pat Person", role))

    at(minutes=29)
    assert client.get(HOME).status_code == 200
    at(minutes=29 + 32)
    answer = client.get(HOME, follow=True)

    assert answer.redirect_chain == [(f"{reverse('account_login')}?next=%2Fhome%2F", 302)]
    assert "You were signed out because nothing happened for a while." in answer.text
    assert "_auth_user_id" not in client.session


def test_a_schools_people_have_two_hours(client, head, at):
    sign_in(client, head)

    at(minutes=118)
    assert client.get(HOME).status_code == 200
    at(minutes=118 + 122)

    assert client.get(HOME).status_code == 302


def test_after_twelve_hours_everybody_signs_in_again_however_busy(client, head, at):
    sign_in(client, head)
    for hour in range(1, 13):
        at(hours=hour)
        assert client.get(HOME).status_code == 200

    at(hours=12, minutes=2)
    answer = client.get(HOME, follow=True)

    assert "because you signed in more than 12 hours ago" in answer.text


def test_what_was_typed_is_said_to_be_lost(client, head, at):
    sign_in(client, head)
    at(hours=3)

    answer = client.post(reverse("account_email"), {"email": "x@example.org"}, follow=True)

    assert "What you had just typed was not saved." in answer.text


def test_the_session_is_not_written_at_every_request(client, head, at, django_assert_num_queries):
    sign_in(client, head)
    page = reverse("healthz")
    at(seconds=30)
    with django_assert_num_queries(2):  # session and person; no save
        client.get(page)

    at(seconds=90)
    client.get(page)

    assert UserSession.objects.get().last_seen_at == START + timedelta(seconds=90)


def test_a_closed_account_is_out_at_once(client, head):
    sign_in(client, head)

    User.objects.filter(pk=head.pk).update(is_active=False)

    assert client.get(HOME).status_code == 302


def test_closing_an_account_ends_its_sessions_for_good(client, head, office):
    sign_in(client, head)

    closing.close(user=head, by=office, now=START)

    assert not UserSession.objects.filter(user=head).exists()
    assert client.get(HOME).status_code == 302
    closing.reopen(user=head, by=office)
    assert client.get(HOME).status_code == 302  # the old session is not brought back
    assert head.affiliations.filter(to_on=None).exists()


def test_nobody_closes_their_own_account_or_the_last_of_the_office(office, office2, head):
    with pytest.raises(closing.CannotClose, match="your own account"):
        closing.close(user=office, by=office, now=START)
    with pytest.raises(access.WrongPerson):
        closing.close(user=office, by=head, now=START)
    closing.close(user=office2, by=office, now=START)
    with pytest.raises(closing.CannotClose, match="closed already"):
        closing.close(user=office2, by=office, now=START)
    with pytest.raises(closing.NotClosed):
        closing.reopen(user=head, by=office)
    with pytest.raises(closing.CannotClose, match="last person of the office"):
        closing.keep_somebody(without=office, now=START)


def test_a_person_sees_where_they_are_signed_in_and_ends_the_rest(client, head):
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU) Version/18.0 Safari/604.1"})
    sign_in(phone, head)
    sign_in(client, head)

    page = client.get(reverse("usersessions_list"))
    assert "Safari on iPhone" in page.text
    assert page.text.count("This one") == 1
    client.post(reverse("usersessions_list"))

    assert phone.get(HOME).status_code == 302
    assert client.get(HOME).status_code == 200


def test_a_new_session_is_begun_at_sign_in(client, head):
    client.get(reverse("account_login"))
    client.session["before"] = 1
    client.session.save()
    before = client.session.session_key

    client.post(reverse("account_login"), {"login": head.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(head.pk)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/18 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140) Firefox/140.0", "Firefox on Linux"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_browsers_are_named_in_words(user_agent, words):
    assert browser(user_agent) == words


def test_the_office_signs_a_person_out_everywhere(client, head, office):
    sign_in(client, head)
    theirs = Client()
    theirs.force_login(office)

    theirs.post(
        reverse("admin:members_user_changelist"),
        {"action": "sign_out", "_selected_action": [head.pk]},
    )

    assert client.get(HOME).status_code == 302
    client.force_login(head)
    assert client.get(HOME).status_code == 200
