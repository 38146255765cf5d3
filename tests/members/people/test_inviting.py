import re
from datetime import timedelta

import pytest

from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from members.models import Contact, Invitation
from members.services import accepting, inviting
from members.states import EstablishmentStatus, InvitationStanding, SchoolRole
from tests.factories.members import SchoolFactory

HEAD = SchoolRole.HEADTEACHER


def invite(school, office, now, email="hanna@bourne.example", **changes):
    who = {"school": school, "role": HEAD, "name": "Hanna Head", "email": email}
    return inviting.invite(**{**who, **changes}, by=office, now=now)


def token_in(message):
    return re.search(r"/invitations/([\w-]+)/", message.text)[1]


def add_contact(school, now, email="hanna@bourne.example", role=HEAD):
    return Contact.objects.create(
        school=school, role=role, name="Hanna Head", email=email, imported_at=now
    )


def test_the_letter_carries_a_personal_link_in_plain_words(school, office, period, now, post):
    invite(school, office, now)

    (letter,) = post("hanna@bourne.example")
    assert (
        letter.subject
        == "Bourne Lane Primary School is invited to the Hillingdon Learning Partnership"
    )
    assert "Dear Hanna Head," in letter.text
    assert "act for Bourne Lane Primary School as headteacher" in letter.text
    assert "It works once, only for hanna@bourne.example, until 31 March 2022." in letter.text
    assert "Schools sign up by 18 March 2022." in letter.text
    assert f"http://localhost:8000/invitations/{token_in(letter)}/" in letter.text
    assert f"http://localhost:8000/invitations/{token_in(letter)}/" in letter.html
    assert letter.secret


def test_the_token_itself_is_not_stored(school, office, period, now, post):
    invitation = invite(school, office, now)

    token = token_in(post()[0])
    assert token not in str(Invitation.objects.values_list().get())
    assert invitation.token_hash == inviting.hashed(token)


def test_only_the_office_invites(school, head, clerk, finance, now):
    for person in (head, clerk, finance):
        with pytest.raises(WrongPerson):
            invite(school, person, now)
    assert not OutboxMessage.objects.exists()


def test_inviting_the_same_person_again_replaces_the_link(school, office, period, now, post):
    first = invite(school, office, now)

    second = invite(school, office, now, email="Hanna@Bourne.example")

    first.refresh_from_db()
    assert first.standing(now) == InvitationStanding.REVOKED
    assert second.standing(now) == InvitationStanding.WAITING
    with pytest.raises(accepting.NotUsable):
        accepting.find(token_in(post()[0]), now)
    assert accepting.find(token_in(post()[1]), now) == second


def test_sending_again_gives_a_new_month(school, office, period, now, post):
    first = invite(school, office, now)
    later = now + timedelta(days=31)

    second = inviting.send_again(invitation=first, by=office, now=later)

    assert second.expires_at == later + timedelta(days=30)
    assert accepting.find(token_in(post()[1]), later) == second


def test_what_was_accepted_is_not_sent_again(school, office, period, now):
    invitation = invite(school, office, now)
    accepting.accept_as_new(
        invitation=invitation, name="Hanna Head", password="three odd words", now=now
    )

    with pytest.raises(inviting.NothingToDo, match="already accepted"):
        inviting.send_again(invitation=invitation, by=office, now=now)
    with pytest.raises(inviting.NothingToDo, match="no longer be used"):
        inviting.revoke(invitation=invitation, by=office, now=now)


def test_an_invitation_taken_back_no_longer_works(school, office, period, now, post):
    invitation = invite(school, office, now)

    inviting.revoke(invitation=invitation, by=office, now=now)

    with pytest.raises(accepting.NotUsable):
        accepting.find(token_in(post()[0]), now)


def test_an_invitation_runs_out_after_thirty_days(school, office, period, now, post):
    invitation = invite(school, office, now)
    token = token_in(post()[0])

    assert accepting.find(token, now + timedelta(days=29, hours=23)) == invitation
    with pytest.raises(accepting.NotUsable):
        accepting.find(token, now + timedelta(days=30))
    assert invitation.standing(now + timedelta(days=30)) == InvitationStanding.EXPIRED


def test_every_contact_is_invited_once(school, other_school, office, period, now, post):
    add_contact(school, now)
    add_contact(school, now, "bea@bourne.example", SchoolRole.BUSINESS_MANAGER)
    add_contact(other_school, now, "omar@moor.example")

    assert inviting.invite_all(period=period, by=office, now=now) == 3

    assert {letter.to for letter in post()} == {
        "hanna@bourne.example",
        "bea@bourne.example",
        "omar@moor.example",
    }
    with pytest.raises(inviting.NothingToDo, match="invited already"):
        inviting.invite_all(period=period, by=office, now=now)
    assert len(post()) == 3


def test_schools_that_cannot_join_are_not_invited(school, office, period, now, post):
    add_contact(school, now)
    add_contact(SchoolFactory.create(la_code="313"), now, "elsewhere@example.org")
    add_contact(SchoolFactory.create(status=EstablishmentStatus.CLOSED), now, "gone@example.org")

    assert inviting.invite_all(period=period, by=office, now=now) == 1

    assert [letter.to for letter in post()] == ["hanna@bourne.example"]


def test_a_long_list_is_invited_a_few_hundred_at_a_time(school, office, period, now, monkeypatch):
    monkeypatch.setattr(inviting, "AT_A_TIME", 2)
    for number in range(3):
        add_contact(school, now, f"person{number}@bourne.example")

    assert inviting.invite_all(period=period, by=office, now=now) == 2
    assert inviting.invite_all(period=period, by=office, now=now) == 1
