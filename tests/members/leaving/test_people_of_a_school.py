"""Colleagues are invited and let go by their own school; heads hand over; somebody can act."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.access import WrongPerson
from hlp.subject_access import erasing
from members.models import Affiliation, Invitation
from members.services import accepting, affiliating, closing, heading, inviting
from members.states import SchoolRole
from tests.factories.members import AffiliationFactory, UserFactory
from tests.factories.sessions import client_of


def at(name, *args):
    return reverse(f"members:{name}", args=args)


def invite(client, school, role="staff"):
    typed = {"role": role, "name": "Cora Colleague", "email": "cora@example.org"}
    return client.post(at("school_people", school.pk), typed)


def test_a_colleague_invited_by_the_head_is_vouched_for_by_the_head(member, head, school, now):
    invite(client_of(head), school, "business_manager")

    invitation = Invitation.objects.get()
    assert (invitation.by_school, invitation.role) == (True, SchoolRole.BUSINESS_MANAGER)
    cora = UserFactory.create(name="Cora", email="cora@example.org")
    made = accepting.accept(invitation=invitation, user=cora, now=now)
    assert (made.proof, made.verified_by) == (Affiliation.Proof.COLLEAGUE, head)


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("head", ["business_manager", "cpd_lead", "staff"]),
        ("business_manager", ["cpd_lead", "staff"]),
        ("office", ["headteacher", "business_manager", "cpd_lead", "staff"]),
    ],
)
def test_nobody_gives_more_than_they_have(request, member, school, now, who, roles):
    person = request.getfixturevalue(who)

    page = client_of(person).get(at("school_people", school.pk))

    assert [value for value, _ in page.context["form"].fields["role"].choices] == roles
    if who != "office":
        with pytest.raises(inviting.NotYours):
            inviting.invite_colleague(
                school=school,
                role=SchoolRole.HEADTEACHER,
                name="X",
                email="x@example.org",
                by=person,
                now=now,
            )


@pytest.mark.parametrize("who", ["teacher", "other_head", "clerk", "stranger"])
def test_nobody_else_manages_people(request, member, school, who):
    assert invite(client_of(request.getfixturevalue(who)), school).status_code == 404


def test_a_colleague_who_left_can_do_nothing_from_that_moment(member, head, teacher, school):
    post = teacher.affiliations.get()

    client_of(head).post(at("end_affiliation", school.pk, post.pk))

    assert type(teacher).objects.get(pk=teacher.pk).schools_as(SchoolRole.STAFF) == set()


def test_a_business_manager_ends_no_head(member, head, business_manager, school, now):
    with pytest.raises(WrongPerson):
        affiliating.end(
            affiliation=head.affiliations.get(), on=date(2022, 3, 1), by=business_manager, now=now
        )


@pytest.mark.parametrize("how", ["ended", "closed", "erased"])
def test_who_is_gone_vouches_for_nobody(member, head, business_manager, office, school, now, how):
    invite(client_of(business_manager), school)
    if how == "ended":
        post, yesterday = business_manager.affiliations.get(), date(2022, 2, 28)
        affiliating.end(affiliation=post, on=yesterday, by=head, now=now)
    elif how == "closed":
        closing.close(user=business_manager, by=office, now=now)
    else:
        erasing.erase(user=business_manager, by=office, now=now)

    assert Invitation.objects.get().revoked_at


@pytest.mark.parametrize("how", ["hands over", "is ended"])
def test_an_invitation_stays_open_until_the_last_day_of_who_sent_it(
    member, head, office, school, now, how
):
    invite(client_of(head), school)
    last_day = date(2022, 3, 4)
    if how == "hands over":
        hand_over(school, head, now, last_day=last_day)
    else:
        affiliating.end(affiliation=head.affiliations.get(), on=last_day, by=office, now=now)

    days = [clock.start_of_day(date(2022, 3, day)) for day in (2, 4, 5, 6)]
    assert [inviting.revoke_of_leavers(now=day) for day in days] == [0, 0, 1, 0]
    assert Invitation.objects.get(role=SchoolRole.STAFF).revoked_at == days[2]
    assert not Invitation.objects.filter(role=SchoolRole.HEADTEACHER, revoked_at__isnull=False)


def test_who_still_acts_in_another_role_still_vouches(member, head, office, school, now):
    AffiliationFactory.create(user=head, school=school, role=SchoolRole.BUSINESS_MANAGER)
    invite(client_of(head), school)
    headship = head.affiliations.get(role=SchoolRole.HEADTEACHER)

    affiliating.end(affiliation=headship, on=date(2022, 2, 28), by=office, now=now)

    assert Invitation.objects.get().revoked_at is None


def test_an_invitation_the_office_sent_again_is_the_office_s_to_vouch_for(
    member, head, office, school, now
):
    invite(client_of(head), school)
    inviting.send_again(invitation=Invitation.objects.get(), by=office, now=now)

    affiliating.end(affiliation=head.affiliations.get(), on=date(2022, 2, 28), by=office, now=now)

    assert Invitation.objects.get(invited_by=office).revoked_at is None


def test_a_trust_signatory_vouches_while_signing_for_it(member, school, trust_signatory, now):
    invite(client_of(trust_signatory), school)
    assert inviting.revoke_of_leavers(now=now) == 0

    trust_signatory.roles_held.update(to_on=date(2022, 2, 28))

    assert inviting.revoke_of_leavers(now=now) == 1


def test_an_invitation_is_taken_back_by_the_school(member, head, school):
    client = client_of(head)
    invite(client, school)

    client.post(at("take_back_invitation", school.pk, Invitation.objects.get().pk))

    assert Invitation.objects.get().revoked_at


def hand_over(school, by, now, last_day=date(2022, 8, 31), email="nora@example.org"):
    return heading.change(
        school=school, name="Nora New", email=email, last_day=last_day, by=by, now=now
    )


def test_the_outgoing_head_invites_the_next_and_names_the_last_day(member, head, school, now):
    typed = {"name": "Nora New", "email": "nora@example.org"}
    day = {"last_day-day": "31", "last_day-month": "8", "last_day-year": "2022"}
    page = client_of(head)

    missing = page.post(at("change_head", school.pk), typed)
    assert "last day of the present headteacher" in missing.content.decode()
    page.post(at("change_head", school.pk), typed | day)

    assert head.affiliations.get().to_on == date(2022, 8, 31)
    invitation = Invitation.objects.get()
    nora = UserFactory.create(name="Nora New", email="nora@example.org")
    made = accepting.accept(invitation=invitation, user=nora, now=now)
    assert (made.role, made.proof) == (SchoolRole.HEADTEACHER, Affiliation.Proof.INVITATION)
    member.refresh_from_db()
    assert (member.head_name, member.head_email) == ("Nora New", "nora@example.org")


def test_a_school_is_never_left_without_a_way_in(member, head, school, now, post):
    hand_over(school, head, now)

    [letter] = post("office@bourne.example")[-1:]
    assert letter.subject == f"Nobody can act for {school} from 1 September 2022"
    assert "say who they are" in letter.text
    assert [m.subject for m in post()].count(letter.subject) == 2  # and our own office


def test_where_somebody_stays_nobody_is_alarmed(member, head, business_manager, school, now, post):
    hand_over(school, head, now)

    assert not [m for m in post() if m.subject.startswith("Nobody can act")]


def test_ending_the_last_who_can_act_tells_the_school_s_own_office(
    member, head, office, school, now, post
):
    affiliating.end(
        affiliation=head.affiliations.get(),
        on=date(2022, 3, 1) - timedelta(days=1),
        by=office,
        now=now,
    )

    assert post("office@bourne.example")[-1].subject.startswith("Nobody can act")


def test_a_handover_in_the_past_or_to_oneself_is_refused(member, head, school, now):
    with pytest.raises(heading.WrongDay):
        hand_over(school, head, now, last_day=date(2022, 2, 28))
    with pytest.raises(heading.SamePerson):
        hand_over(school, head, now, email=head.email.upper())
    assert head.affiliations.get().to_on is None


@pytest.fixture
def co_head(school):
    """Shares the headship, until 31 July."""
    post = AffiliationFactory.create(
        user__name="Cleo Head", school=school, role=SchoolRole.HEADTEACHER
    )
    Affiliation.objects.filter(pk=post.pk).update(to_on=date(2022, 7, 31))
    return post.user


def test_a_head_ends_only_her_own_post_and_never_later_than_it_ended(
    member, head, co_head, school, now
):
    hand_over(school, co_head, now)

    assert head.affiliations.get().to_on is None
    assert co_head.affiliations.get().to_on == date(2022, 7, 31)


def test_the_office_says_which_of_two_heads_leaves(member, office, head, co_head, school, now):
    page, client = at("change_head", school.pk), client_of(office)
    typed = {"name": "Nora New", "email": "nora@example.org"}
    typed |= {"last_day-day": "30", "last_day-month": "6", "last_day-year": "2022"}
    with pytest.raises(heading.WhoLeaves):
        hand_over(school, office, now)
    assert "Choose which headteacher leaves" in client.post(page, typed).content.decode()

    client.post(page, typed | {"outgoing": co_head.affiliations.get().pk})

    assert head.affiliations.get().to_on is None
    assert co_head.affiliations.get().to_on == date(2022, 6, 30)


def test_a_corrected_new_head_replaces_the_mistyped_one(member, head, school, now):
    mistyped = hand_over(school, head, now, email="typo@example.org")

    corrected = hand_over(school, head, now)

    mistyped.refresh_from_db()
    assert (mistyped.is_open(now), corrected.is_open(now)) == (False, True)


@pytest.mark.parametrize(
    ("who", "may"), [("head", True), ("office", True), ("business_manager", False)]
)
def test_a_new_head_is_uninvited_by_who_hands_over(request, member, head, school, now, who, may):
    invitation = hand_over(school, head, now)
    client = client_of(request.getfixturevalue(who))
    button = at("take_back_invitation", school.pk, invitation.pk)

    assert (button in client.get(at("school_people", school.pk)).content.decode()) is may
    client.post(button)

    invitation.refresh_from_db()
    assert (invitation.revoked_at is not None) is may


@pytest.mark.parametrize("who", ["business_manager", "teacher", "other_head", "clerk"])
def test_nobody_else_hands_over(request, member, school, now, who):
    person = request.getfixturevalue(who)

    assert client_of(person).get(at("change_head", school.pk)).status_code == 404
    with pytest.raises(WrongPerson):
        hand_over(school, person, now)


def test_the_office_hands_over_for_a_school_without_a_head(member, office, head, school, now):
    head.affiliations.update(to_on=date(2022, 2, 28))

    page = client_of(office).post(
        at("change_head", school.pk), {"name": "Nora New", "email": "nora@example.org"}
    )

    assert page.status_code == 302
    assert Invitation.objects.get().by_school is False
