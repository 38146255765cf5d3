from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.urls import reverse

from members.models import User
from members.states import PortalRole
from tests.factories.cast import in_partnership

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
