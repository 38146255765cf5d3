from datetime import timedelta

import pytest
from django.urls import reverse

from hlp.kit import clock
from members.services import affiliating, roles
from members.states import PortalRole, SchoolRole
from tests.factories.members import AffiliationFactory, RoleHeldFactory, TrustFactory

HOME = reverse("home")
ROLES = reverse("members:your_roles")
SWITCH = reverse("members:switch_role")


@pytest.fixture
def executive(head, other_school):
    """Head of two schools, and of LA finance besides."""
    AffiliationFactory.create(user=head, school=other_school, role=SchoolRole.HEADTEACHER)
    RoleHeldFactory.create(user=head, role=PortalRole.FINANCE)
    return head


def switch(client, key):
    return client.post(SWITCH, {"part": key}, follow=True)


def test_who_has_one_role_is_told_nothing(client, head, school):
    client.force_login(head)

    assert "Acting as" not in client.get(HOME).text
    page = client.get(ROLES).text
    assert f"Headteacher, {school}" in page
    assert "Act as this" not in page


def test_who_has_none_is_led_to_their_school(client, stranger):
    client.force_login(stranger)

    assert "You hold no role yet" in client.get(ROLES).text


def test_several_roles_are_said_on_every_page_and_switched_by_a_button(
    client, executive, school, other_school
):
    client.force_login(executive)
    first = client.get(HOME).text
    assert f"<strong>Headteacher, {school}</strong>" in first
    assert first.index(f"/schools/{school.pk}/") < first.index(f"/schools/{other_school.pk}/")

    page = switch(client, f"school-{other_school.pk}")

    assert f"You now act as Headteacher, {other_school}." in page.text
    assert page.redirect_chain == [(HOME, 302)]
    assert page.text.index(f"/schools/{other_school.pk}/") < page.text.index(
        f"/schools/{school.pk}/"
    )
    directory = client.get(reverse("members:school_list")).text
    assert f"<strong>Headteacher, {other_school}</strong>" in directory


def test_the_work_of_the_role_acted_in_comes_first(client, office):
    finance = RoleHeldFactory.create(user=office, role=PortalRole.FINANCE)
    client.force_login(office)

    page = switch(client, f"role-{finance.pk}").text

    work = page.split("Your work")[1]
    assert work.index(reverse("invoicing:invoice_list")) < work.index(reverse("members:claim_list"))


def test_it_widens_and_narrows_nothing(client, executive, school, other_school):
    client.force_login(executive)
    open_to_them = [
        reverse("members:school_detail", args=[school.pk]),
        reverse("members:school_detail", args=[other_school.pk]),
        reverse("invoicing:invoice_list"),
    ]
    shut = [reverse("members:claim_list"), reverse("members:membership_list")]

    for key in (f"school-{school.pk}", f"school-{other_school.pk}"):
        switch(client, key)
        assert [client.get(url).status_code for url in open_to_them] == [200, 200, 200]
        assert [client.get(url).status_code for url in shut] == [404, 404]


def test_a_role_of_somebody_else_cannot_be_taken(client, executive, office):
    client.force_login(executive)
    theirs = office.roles_held.get()

    page = switch(client, f"role-{theirs.pk}")

    assert "You do not hold this role any more." in page.text
    assert "Partnership office</strong>" not in page.text
    assert switch(client, "nonsense").status_code == 200


def test_a_role_that_has_ended_is_acted_in_no_longer(client, executive, office, school):
    held = executive.roles_held.get()
    client.force_login(executive)
    assert "<strong>LA finance</strong>" in switch(client, f"role-{held.pk}").text

    roles.end(held=held, on=clock.today() - timedelta(days=1), by=office)

    assert f"<strong>Headteacher, {school}</strong>" in client.get(HOME).text


def test_two_posts_at_one_school_are_one_part(client, head, school, office):
    post = AffiliationFactory.create(user=head, school=school, role=SchoolRole.CPD_LEAD)
    client.force_login(head)
    assert f"CPD lead and headteacher, {school}" in client.get(ROLES).text
    assert "Acting as" not in client.get(HOME).text

    affiliating.end(affiliation=post, on=clock.today(), by=office, now=clock.now())
    assert client.get(ROLES).status_code == 200


def test_trusts_are_named(client, stranger):
    for name in ("Uxbridge Trust", "Ruislip Trust"):
        trust = TrustFactory.create(name=name)
        RoleHeldFactory.create(user=stranger, role=PortalRole.TRUST_SIGNATORY, trust=trust)
    client.force_login(stranger)

    page = client.get(ROLES).text

    assert "Trust signatory, Ruislip Trust" in page
    assert "Trust signatory, Uxbridge Trust" in page
