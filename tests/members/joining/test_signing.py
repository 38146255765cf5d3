"""Only a verified head or a trust signatory commits a school, once, to the words on the page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from auditlog.models import LogEntry

from hlp.kit.states import WrongMoment, WrongPerson, WrongState
from members.commitment import seal
from members.models import Membership
from members.services import joining, signing
from members.states import EstablishmentStatus, MembershipState, SchoolRole
from tests.factories.members import AffiliationFactory
from tests.members.joining.conftest import prepare, sign


def test_a_head_s_signature_makes_the_school_a_member(prepared, head, now):
    signed = sign(prepared, head, now)

    assert signed.state == MembershipState.ACTIVE
    assert (signed.signed_by, signed.signed_at, signed.activated_at) == (head, now, now)
    assert (signed.signed_name, signed.signed_title) == ("Hanna Head", "Headteacher")
    assert signed.signed_urn == prepared.school_id
    assert signed.commitment.version == 1


def test_the_signature_keeps_the_words_as_they_were(member, period, now):
    words = member.signed_words

    period.years.update(fee_cap="1400.00")

    member.refresh_from_db()
    assert member.signed_words == words
    assert "The annual cost is £1,500 for all schools." in words


def test_the_log_says_who_signed(member, head):
    entries = LogEntry.objects.get_for_object(member).order_by("pk")

    moves = [
        entry.additional_data["move"]
        for entry in entries
        if "move" in (entry.additional_data or {})
    ]
    assert moves == ["sign", "activate"]
    assert {entry.actor for entry in entries} == {head}


@pytest.mark.parametrize("who", ["teacher", "business_manager", "office", "other_head", "stranger"])
def test_nobody_else_signs(request, prepared, who, now):
    with pytest.raises(WrongPerson):
        sign(prepared, request.getfixturevalue(who), now)

    prepared.refresh_from_db()
    assert prepared.state == MembershipState.DRAFT
    assert prepared.signed_name == ""


def test_a_trust_signatory_signs_for_the_schools_of_the_trust(trust_signatory, prepared, now):
    assert sign(prepared, trust_signatory, now).signed_by == trust_signatory


def test_who_was_head_last_term_no_longer_signs(period, school, office, now):
    membership = prepare(school, office, now)
    former = AffiliationFactory.create(
        school=school, role=SchoolRole.HEADTEACHER, to_on=date(2022, 2, 28)
    ).user

    with pytest.raises(WrongPerson):
        sign(membership, former, now)


def test_an_unfinished_sign_up_is_not_signed(draft, head, now):
    with pytest.raises(WrongMoment, match="Before signing, add the headteacher's name"):
        sign(draft, head, now)


def test_after_the_last_date_to_join_nobody_signs(prepared, head):
    with pytest.raises(WrongMoment, match="31 December 2022"):
        sign(prepared, head, datetime(2023, 1, 1, tzinfo=UTC))


def test_a_school_that_has_closed_meanwhile_does_not_join(prepared, school, head, now):
    school.status = EstablishmentStatus.CLOSED
    school.save()

    with pytest.raises(WrongMoment, match="closed in the register"):
        sign(prepared, head, now)


def test_the_second_signature_is_told_of_the_first(member, head, now):
    with pytest.raises(signing.AlreadySigned) as refused:
        sign(member, head, now + timedelta(minutes=1))

    assert str(refused.value) == (
        "Bourne Lane Primary School was already signed by Hanna Head on 1 March 2022 at 10:00."
        " There is nothing more to do."
    )


def test_words_that_changed_under_the_signatory_are_read_again(prepared, period, head, now):
    shown = seal(signing.words_to_sign(prepared, now))
    period.years.update(fee_cap="1400.00")

    with pytest.raises(signing.WordsChanged):
        signing.sign(membership=prepared, by=head, name="H", title="Head", now=now, shown=shown)

    shown = seal(signing.words_to_sign(prepared, now))
    signing.sign(membership=prepared, by=head, name="H", title="Head", now=now, shown=shown)


def test_a_period_without_words_is_not_signed(period, school, head, now):
    period.commitments.all().delete()
    membership = joining.start(school=school, by=head, now=now)

    with pytest.raises(signing.NoText):
        sign(membership, head, now)


def test_the_office_hears_at_once(member, post, settings):
    [letter] = post(settings.OFFICE_EMAIL)

    assert letter.subject == "Bourne Lane Primary School has joined"
    assert (
        f"Bourne Lane Primary School (URN {member.school_id}) has joined for 2022–24."
        in letter.text
    )
    assert "Signed by Hanna Head, Headteacher, on 1 March 2022, 10am." in letter.text
    assert "Purchase order number: PO-4711." in letter.text


def test_paper_waits_to_be_verified(prepared, office, office2, agreement_work, now):
    paper = signing.record_paper(
        membership=prepared,
        by=office,
        name="Hanna Head",
        title="Headteacher",
        signed_on=date(2022, 2, 28),
        now=now,
    )

    assert paper.state == MembershipState.SIGNED
    assert paper.signed_by is None
    assert paper.signed_at.date() == date(2022, 2, 28)
    assert not agreement_work().exists()

    with pytest.raises(WrongPerson):  # a second look is somebody else's
        signing.verify(membership=paper, by=office, now=now)
    verified = signing.verify(membership=paper, by=office2, now=now)

    assert (verified.state, verified.activated_at) == (MembershipState.ACTIVE, now)


def test_only_the_office_records_and_verifies_paper(prepared, head, office, now):
    given = {"name": "H", "title": "Head", "signed_on": date(2022, 2, 28), "now": now}
    with pytest.raises(WrongPerson):
        signing.record_paper(membership=prepared, by=head, **given)
    paper = signing.record_paper(membership=prepared, by=office, **given)

    with pytest.raises(WrongPerson):
        signing.verify(membership=paper, by=head, now=now)


def test_what_is_a_member_already_is_not_verified(member, office, now):
    with pytest.raises(WrongState):
        signing.verify(membership=member, by=office, now=now)

    assert Membership.objects.get().activated_at == now
