"""A school's people prepare its membership step by step; nothing of it commits the school."""

from datetime import UTC, datetime

import pytest

from hlp.kit.access import WrongPerson
from members.models import Membership
from members.services import joining
from members.states import EstablishmentStatus, MembershipState
from members.workflow import is_complete
from tests.factories.members import ContactFactory, SchoolFactory
from tests.members.joining.conftest import BILLING, CONTACTS, answer


@pytest.mark.parametrize("who", ["head", "business_manager", "teacher", "office"])
def test_anyone_verified_at_the_school_starts_it(request, period, school, now, who):
    person = request.getfixturevalue(who)

    membership = joining.start(school=school, by=person, now=now)

    assert membership.state == MembershipState.DRAFT
    assert membership.started_by == person


def test_starting_again_finds_what_was_started(draft, school, teacher, now):
    again = joining.start(school=school, by=teacher, now=now)

    assert again == draft
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "other_head", "finance", "clerk"])
def test_nobody_else_starts_it(request, period, school, now, who):
    with pytest.raises(WrongPerson):
        joining.start(school=school, by=request.getfixturevalue(who), now=now)

    assert not Membership.objects.exists()


def test_a_school_of_another_authority_cannot_join(period, office, now):
    school = SchoolFactory.create(name="Harrow Hill School", la_code="310", la_name="Harrow")

    with pytest.raises(joining.NotEligible) as refused:
        joining.start(school=school, by=office, now=now)

    assert str(refused.value) == (
        "Harrow Hill School is not one of the schools that may join 2022–24."
    )


def test_a_closed_school_cannot_join(period, office, now):
    school = SchoolFactory.create(status=EstablishmentStatus.CLOSED)

    with pytest.raises(joining.NotEligible, match="is closed in the register"):
        joining.start(school=school, by=office, now=now)


def test_before_sign_up_opens_nothing_starts(period, school, head):
    with pytest.raises(joining.JoiningClosed, match=r"opens on 1 February 2022"):
        joining.start(school=school, by=head, now=datetime(2022, 1, 31, 23, 59, tzinfo=UTC))


def test_a_late_joiner_may_start_until_the_last_day_ends(period, school, head):
    joining.start(school=school, by=head, now=datetime(2022, 12, 31, 23, 59, 59, tzinfo=UTC))

    with pytest.raises(joining.JoiningClosed, match=r"last date to join .* 31 December 2022"):
        joining.start(school=school, by=head, now=datetime(2023, 1, 1, tzinfo=UTC))


def test_without_a_published_period_nothing_starts(db, school, head, now):
    with pytest.raises(joining.JoiningClosed):
        joining.start(school=school, by=head, now=now)


def test_each_step_is_kept(draft, business_manager, now):
    answer(draft, "contacts", CONTACTS, business_manager)

    saved = Membership.objects.get()
    assert {field: getattr(saved, field) for field in CONTACTS} == CONTACTS
    assert joining.next_step(saved) == "billing"
    assert is_complete(saved, now) == (
        "Before signing, add the email for invoices, the name on the invoice, the invoice address."
    )


def test_the_steps_lead_to_the_signature(draft, head, now):
    saved = answer(draft, "contacts", CONTACTS, head)
    saved = answer(saved, "billing", BILLING, head)
    assert joining.next_step(saved) == "commitment"

    saved = joining.read_commitment(membership=saved, version=1, by=head)

    assert joining.next_step(saved) == "check"
    assert is_complete(saved, now) is None


def test_the_second_of_two_who_type_is_told_and_keeps_what_they_typed(draft, head, teacher):
    seen = joining.fingerprint(draft, "contacts")
    theirs = {**CONTACTS, "office_email": "head-office@bourne.example"}
    joining.save(membership=draft, step="contacts", answers=theirs, seen=seen, by=head)

    with pytest.raises(joining.ChangedMeanwhile):
        joining.save(membership=draft, step="contacts", answers=CONTACTS, seen=seen, by=teacher)

    draft.refresh_from_db()
    assert draft.office_email == "head-office@bourne.example"


def test_two_who_type_different_steps_do_not_meet(draft, head, teacher):
    seen = joining.fingerprint(draft, "billing")
    answer(draft, "contacts", CONTACTS, head)

    joining.save(membership=draft, step="billing", answers=BILLING, seen=seen, by=teacher)

    draft.refresh_from_db()
    assert draft.head_name == "Hanna Head"
    assert draft.finance_email == "finance@bourne.example"


def test_new_words_are_to_be_read_again(prepared, period, head, now):
    period.commitments.create(version=2, body="Other words.", written_at=now)

    assert joining.next_step(prepared) == "commitment"
    with pytest.raises(joining.ChangedMeanwhile):
        joining.read_commitment(membership=prepared, version=1, by=head)


def test_the_register_and_the_office_s_contacts_fill_the_boxes(draft, school, business_manager):
    ContactFactory.create(school=school, role="headteacher", name="H. Old", email="h@old.example")

    contacts = joining.suggested(draft, "contacts", business_manager)
    billing = joining.suggested(draft, "billing", business_manager)

    assert contacts["head_name"] == "H. Old"
    assert contacts["business_manager_name"] == "Bea Manager"
    assert billing["invoice_name"] == "Bourne Lane Primary School"
    assert billing["invoice_address"] == "1 High Street\nUxbridge\nUB8 1UW"


def test_what_was_saved_is_not_overwritten_by_suggestions(prepared, head):
    assert joining.suggested(prepared, "contacts", head) == {}


def test_once_signed_a_teacher_no_longer_changes_where_invoices_go(member, teacher):
    with pytest.raises(WrongPerson):
        answer(member, "billing", {**BILLING, "finance_email": "mine@example.org"}, teacher)


def test_once_signed_the_business_manager_adds_the_purchase_order(member, business_manager):
    saved = answer(member, "billing", {**BILLING, "purchase_order": "PO-5"}, business_manager)

    assert saved.purchase_order == "PO-5"
    assert saved.state == MembershipState.ACTIVE


def test_the_head_is_asked_to_sign_once_a_day(prepared, teacher, head, post, now):
    joining.ask_head(membership=prepared, by=teacher, now=now)
    asked = joining.ask_head(membership=prepared, by=teacher, now=now)

    assert asked == [head.email]
    [letter] = post(head.email)
    assert letter.subject == "Bourne Lane Primary School is ready for your signature"
    assert letter.text == (
        "Hello,\n\n"
        "Tom Teacher has prepared the membership of Bourne Lane Primary School in the Hillingdon"
        " Learning Partnership for 2022–24 and asks the headteacher to sign.\n\n"
        "Check the answers and sign by 18 March 2022:\n"
        f"http://localhost:8000/join/{prepared.school_id}/check/\n\n"
        "Nothing is agreed until you sign.\n"
    )


def test_a_head_without_account_is_asked_at_the_address_given(period, school, teacher, post, now):
    membership = joining.start(school=school, by=teacher, now=now)
    with pytest.raises(joining.NobodyToAsk):
        joining.ask_head(membership=membership, by=teacher, now=now)

    membership = answer(membership, "contacts", CONTACTS, teacher)

    asked = joining.ask_head(membership=membership, by=teacher, now=now)

    assert asked == ["hanna.head@example.org"]
    [letter] = post("hanna.head@example.org")
    assert f"http://localhost:8000/join/{school.pk}/\n" in letter.text
    assert "If you have no account yet, the page shows you how to get one" in letter.text
