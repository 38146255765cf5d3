"""A stranger finds nothing; who says where they work waits; after signing fewer may change."""

import pytest

from members.models import Claim, Membership
from members.states import SchoolRole
from tests.factories.members import ClaimFactory
from tests.factories.sessions import client_of
from tests.members.joining.conftest import BILLING, seen_on, sign

STEPS = ("contacts", "billing", "commitment", "check", "done")


@pytest.mark.parametrize("who", ["stranger", "other_head", "finance", "board_member"])
@pytest.mark.parametrize("is_signed", [False, True])
def test_a_stranger_finds_nothing_anywhere(request, at, prepared, head, now, who, is_signed):
    if is_signed:
        sign(prepared, head, now)
    person = request.getfixturevalue(who)

    names = [*(f"join_{step}" for step in STEPS), "agreement", "school_detail"]

    assert {name: at(person, name).status_code for name in names} == dict.fromkeys(names, 404)
    overview = at(person, "join_school").content.decode()
    for secret in ("hanna.head@example.org", "finance@bourne.example", "PO-4711", "Hanna Head"):
        assert secret not in overview


def test_nobody_signed_in_sees_the_steps_and_where_to_sign_in(client, url, prepared):
    page = client.get(url("join_school"))

    assert page.status_code == 200
    assert f"/accounts/login/?next=%2Fjoin%2F{prepared.school_id}%2F" in page.content.decode()
    assert client.get(url("join_contacts")).url.startswith("/accounts/login/")


def test_who_was_not_invited_says_who_they_are_and_waits(at, url, stranger, school):
    said = {"role": SchoolRole.HEADTEACHER, "said": "Ring the office"}

    assert at(stranger, "join_who", said).url == url("join_who")

    waiting = at(stranger, "join_who").content.decode()
    assert "We are checking who you are" in waiting
    assert Claim.objects.get().school == school
    assert at(stranger, "join_contacts").status_code == 404
    statuses = [str(task.status) for task in at(stranger, "join_school").context["tasks"]]
    assert statuses == ["waiting", *["Cannot start yet"] * 4]


def test_who_claims_twice_is_told_that_it_waits(at, stranger, school):
    ClaimFactory.create(user=stranger, school=school)

    page = at(stranger, "join_who", {"role": SchoolRole.STAFF})

    assert "already told us" in page.content.decode()
    assert Claim.objects.count() == 1


def test_who_is_verified_is_not_asked_who_they_are(at, url, head):
    assert at(head, "join_who").url == url("join_school")


def test_a_signed_school_s_page_says_so_to_everybody(client, member, url):
    page = client.get(url("join_school")).content.decode()

    assert "This school has joined the partnership." in page
    assert "Hanna Head" not in page


def test_after_signing_only_some_may_change_billing(at, member, teacher, business_manager, url):
    assert at(teacher, "join_billing").status_code == 404
    page = at(business_manager, "join_billing")

    saved = at(
        business_manager,
        "join_billing",
        BILLING | {"has_order": "yes", "purchase_order": "PO-9"} | seen_on(page),
    )

    assert saved.url == url("school_detail")
    assert Membership.objects.get().purchase_order == "PO-9"


@pytest.mark.parametrize("step", ["", "who/", "contacts/", "billing/", "check/", "done/"])
@pytest.mark.parametrize("urn", [1, 2**31, 10**30])
def test_an_address_with_any_number_is_only_not_there(period, head, step, urn):
    client = client_of(head)

    assert client.get(f"/join/{urn}/{step}").status_code == 404
    assert client.get(f"/join/{urn}/agreement.pdf").status_code == 404
    assert client.get(f"/schools/{urn}/").status_code == 404
