"""A head's way through the pages, from the first look to the confirmation."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from hlp.kit import work
from members.models import Membership
from members.states import MembershipState
from tests.factories.members import PASSWORD
from tests.members.joining.conftest import BILLING, CONTACTS, seen_on, sign


def test_from_the_first_answer_to_the_signature(at, url, head, now):
    contacts = at(head, "join_contacts")
    assert contacts.context["form"]["head_name"].value() == "Hanna Head"
    assert not Membership.objects.exists()  # looking starts nothing

    saved = at(head, "join_contacts", CONTACTS | seen_on(contacts))
    assert saved.url == url("join_billing")
    billing = at(head, "join_billing")
    assert billing.context["form"]["invoice_name"].value() == "Bourne Lane Primary School"
    saved = at(head, "join_billing", BILLING | {"has_order": "yes"} | seen_on(billing))
    assert saved.url == url("join_commitment")
    words = at(head, "join_commitment")
    assert "two years, from 1 April 2022 to 31 March 2024" in words.content.decode()
    assert at(head, "join_commitment", {"version": 1}).url == url("join_check")

    page = at(head, "join_check")
    typed = {
        "name": "Hanna Head",
        "title": "Headteacher",
        "commits": "on",
        "shown": page.context["form"]["shown"].value(),
    }
    assert at(head, "join_check", typed).url == url("join_done")

    assert Membership.objects.get().state == MembershipState.ACTIVE
    done = at(head, "join_done").content.decode()
    assert "Bourne Lane Primary School has joined" in done
    assert "in April 2022: £1,500.00" in done


def test_what_was_typed_survives_showing_once_more_who_one_is(client, prepared, head, url):
    client.force_login(head)
    typed = {"name": "Hanna Q. Head", "title": "Executive headteacher", "commits": "on"}

    asked = client.post(url("join_check"), typed)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert Membership.objects.get().state == MembershipState.DRAFT
    wrong = client.post(asked.url, {"password": "not it"})
    assert wrong.status_code == 200
    answer = client.post(asked.url, {"password": PASSWORD})

    assert answer.url == url("join_done")
    signed = Membership.objects.get()
    assert (signed.signed_name, signed.signed_title) == ("Hanna Q. Head", "Executive headteacher")


def test_a_signature_is_complete_before_anybody_is_asked_for_a_password(
    client, prepared, head, url
):
    client.force_login(head)

    page = client.post(url("join_check"), {"name": "Hanna Head", "title": "", "commits": "on"})

    assert page.status_code == 200
    assert page.context["form"].errors == {
        "title": ["Enter your job title, for example Headteacher"]
    }
    assert page.context["form"]["name"].value() == "Hanna Head"


def test_a_draft_survives_leaving(at, head, business_manager, url):
    page = at(head, "join_contacts")
    at(head, "join_contacts", CONTACTS | seen_on(page))

    overview = at(business_manager, "join_school")

    statuses = [str(task.status) for task in overview.context["tasks"]]
    assert statuses == ["Completed", "Completed", "todo", "todo", "Cannot start yet"]
    again = at(business_manager, "join_contacts")
    assert again.context["form"]["office_email"].value() == "office@bourne.example"


def test_wrong_answers_are_told_and_kept(at, head):
    page = at(head, "join_contacts")
    typed = CONTACTS | {"head_email": "nonsense", "cpd_lead_name": "Cy Lead"} | seen_on(page)

    page = at(head, "join_contacts", typed)

    assert page.context["form"].errors == {
        "head_email": ["Enter the headteacher’s email like name@school.org.uk"],
        "cpd_lead_email": ["Enter the CPD lead’s email, or clear the name"],
    }
    assert page.context["form"]["head_email"].value() == "nonsense"
    assert not Membership.objects.exists()


def test_no_purchase_order_yet_is_an_answer(at, head, draft):
    page = at(head, "join_billing")
    assert page.context["form"]["has_order"].value() == ""
    typed = BILLING | {"purchase_order": "left over"} | seen_on(page)

    nothing_chosen = at(head, "join_billing", typed)
    assert list(nothing_chosen.context["form"].errors) == ["has_order"]
    no_number = at(head, "join_billing", typed | {"has_order": "yes", "purchase_order": ""})
    assert no_number.context["form"].errors == {
        "purchase_order": ["Enter the purchase order number"]
    }
    at(head, "join_billing", typed | {"has_order": "no"})

    assert Membership.objects.get().purchase_order == ""
    assert at(head, "join_billing").context["form"]["has_order"].value() == "no"


def test_who_saves_second_sees_both_answers_and_decides(at, url, head, teacher, draft):
    page = at(teacher, "join_contacts")
    at(head, "join_contacts", CONTACTS | {"office_email": "hers@bourne.example"} | seen_on(page))

    told = at(teacher, "join_contacts", CONTACTS | seen_on(page))

    text = told.content.decode()
    assert "Someone else saved this page while you were typing." in text
    assert "hers@bourne.example" in text  # hers, to compare
    assert told.context["form"]["office_email"].value() == "office@bourne.example"  # the teacher's
    again = at(teacher, "join_contacts", CONTACTS | seen_on(told))
    assert again.url == url("join_billing")
    assert Membership.objects.get().office_email == "office@bourne.example"


@pytest.mark.parametrize("who", ["teacher", "business_manager", "office"])
def test_who_may_not_sign_asks_the_head_instead(request, at, prepared, head, url, post, who):
    person = request.getfixturevalue(who)

    page = at(person, "join_check")
    assert page.context["form"] is None
    assert "Ask the headteacher to sign" in page.content.decode()
    assert "Sign and join" not in page.content.decode()
    forced = at(person, "join_check", {"name": "T", "title": "Head", "commits": "on"})
    assert forced.status_code == 404
    assert at(person, "join_ask", {}).url == url("join_check")

    assert [letter.to for letter in post()] == [head.email]
    assert Membership.objects.get().state == MembershipState.DRAFT


def test_nobody_is_asked_before_everything_is_there(at, draft, teacher, post):
    assert at(teacher, "join_ask", {}).status_code == 404
    assert post() == []


def test_who_signs_second_is_told_by_whom_it_was_signed(at, prepared, head, url, now):
    page = at(head, "join_check")
    sign(prepared, head, now)

    late = at(head, "join_check", {"name": "H", "title": "Head", "commits": "on"})

    assert page.status_code == 200
    assert late.url == url("join_done")


def test_words_changed_under_the_page_are_shown_anew(at, prepared, period, head):
    typed = {"name": "Hanna Head", "title": "Headteacher", "commits": "on"}
    typed["shown"] = at(head, "join_check").context["form"]["shown"].value()
    period.years.update(fee_cap="1400.00")

    page = at(head, "join_check", typed)

    assert "The words have been changed since you opened this page." in page.content.decode()
    assert "The annual cost is £1,400" in page.content.decode()
    typed["shown"] = page.context["form"]["shown"].value()
    assert at(head, "join_check", typed).status_code == 302


def test_the_agreement_is_there_once_it_is_made(at, member, head, agreement_work, now):
    early = at(head, "agreement")
    assert "Your agreement is being made" in early.content.decode()
    assert early.headers["Refresh"] == "5"

    work.run(agreement_work().get().pk, now=now)

    pdf = at(head, "agreement")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_after_the_last_date_what_was_typed_is_kept_and_the_page_says_why(at, head, clock, period):
    clock.time = datetime(2023, 1, 2, tzinfo=UTC)
    page = at(head, "join_contacts")

    late = at(head, "join_contacts", CONTACTS | seen_on(page))

    assert "The last date to join for 2022–24 was 31 December 2022." in late.content.decode()
    assert late.context["form"]["office_email"].value() == "office@bourne.example"
