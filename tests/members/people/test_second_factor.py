import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from members.models import User
from members.second_factor import SecondFactorAdapter
from members.sessions import SECOND_FACTOR_ROLES
from members.states import PortalRole
from tests.factories.cast import in_partnership
from tests.factories.members import PASSWORD

MUST = sorted(SECOND_FACTOR_ROLES)
HOME = "home"


def without_factor(role, **changes):
    person = in_partnership("Pat Person", role, **changes)
    Authenticator.objects.all().delete()
    return person


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("role", MUST)
def test_who_acts_for_the_partnership_is_led_to_set_up_a_second_factor(client, db, role):
    client.force_login(without_factor(role))

    for url in (reverse(HOME), reverse("members:school_list"), "/admin/", reverse("account_email")):
        assert client.get(url).url == reverse("mfa_index")
    page = client.get(reverse(HOME), follow=True)
    assert "you need a second factor as well as your password" in page.text


def test_the_way_to_the_second_factor_and_out_is_free(client, db):
    client.force_login(without_factor(PortalRole.OFFICE))

    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_post_is_held_back_as_well(client, db):
    client.force_login(without_factor(PortalRole.OFFICE))

    assert client.post(reverse("members:invite_all")).url == reverse("mfa_index")


@pytest.mark.parametrize("role", sorted(set(PortalRole) - set(SECOND_FACTOR_ROLES)))
def test_others_may_do_without(role):
    assert role in ("trust_signatory", "voting_deputy", "programme_lead")


def test_heads_may_do_without(client, head):
    client.force_login(head)

    assert client.get(reverse(HOME)).status_code == 200


def test_who_opens_the_back_room_needs_one_whatever_the_role(client, stranger):
    stranger.is_staff = True
    stranger.save()
    client.force_login(stranger)

    assert client.get("/admin/").url == reverse("mfa_index")


def test_the_demo_only_offers_it(client, db, settings):
    settings.MFA_REQUIRED = False
    client.force_login(without_factor(PortalRole.OFFICE))

    assert client.get(reverse(HOME)).status_code == 200


def test_from_the_first_sign_in_to_the_next_with_a_code(
    client, db, post, django_capture_on_commit_callbacks
):
    person = without_factor(PortalRole.FINANCE)
    signing_in = {"login": person.email, "password": PASSWORD}
    client.post(reverse("account_login"), signing_in)

    # Set up: the password once more, then the secret goes into the app.
    asked = client.get(reverse("mfa_activate_totp"))
    form = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = form.context["form"].secret
    assert secret in form.text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})

    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    assert types == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}
    assert client.get(reverse(HOME)).status_code == 200
    assert secret not in str(Authenticator.objects.values_list("data"))
    assert "An authenticator app was added" in "".join(letter.text for letter in post())

    # The next time the password is not enough, and a recovery code gets one in without the app.
    other = Client()
    answer = other.post(reverse("account_login"), signing_in)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in other.session
    wrong = other.post(answer.headers["Location"], {"code": "000000"})
    assert "That did not work." in wrong.text
    codes = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    code = codes.wrap().get_unused_codes()[0]
    other.post(answer.headers["Location"], {"code": code})

    assert other.session["_auth_user_id"] == str(person.pk)
    again = Client()
    again.post(reverse("account_login"), signing_in)
    again.post(answer.headers["Location"], {"code": code})
    assert "_auth_user_id" not in again.session


def test_a_reset_password_does_not_lead_past_the_second_factor(client, office, post):
    user = User.objects.get(pk=office.pk)
    user.set_password("quite other words")
    user.save()

    answer = client.post(
        reverse("account_login"), {"login": user.email, "password": "quite other words"}
    )

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_who_must_have_a_second_factor_can_still_change_the_address(client, office, post):
    client.force_login(office)
    change = {"action_add": "", "email": "olive@new.example"}
    asked = client.post(reverse("account_email"), change)
    client.post(asked.url, {"password": PASSWORD})

    client.post(reverse("account_email"), change)

    assert [letter.subject for letter in post("olive@new.example")] == [
        "Confirm your email address"
    ]


def test_a_secret_survives_a_change_of_the_key_that_is_announced(settings):
    sealed = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key"

    lost = {SecondFactorAdapter().decrypt(sealed) for _ in range(2)}
    assert len(lost) == 2  # nobody's guess
    assert not lost & {"", "JBSWY3DPEHPK3PXP"}
    settings.SECRET_KEY_FALLBACKS = [old]
    assert SecondFactorAdapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    assert "JBSWY" not in sealed
