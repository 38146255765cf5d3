"""The signed agreement: made once by the worker, sent to those it concerns, proof of the words."""

import hashlib
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from hlp.kit import documents, work
from hlp.kit.models import Document, WorkState
from members.services import signing
from tests.members.joining.conftest import BILLING, answer, sign


@pytest.fixture
def made(member, agreement_work, now):
    """As the worker does it."""
    item = agreement_work().get()
    assert work.run(item.pk, now=now)
    item.refresh_from_db()
    assert item.state == WorkState.DONE, item.error
    return documents.get(member.agreement_key)


@pytest.fixture
def text(made):
    pages = PdfReader(BytesIO(documents.read(made))).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_it_says_who_signed_what_and_when(text, member):
    for said in (
        "Membership agreement",
        "Bourne Lane Primary School",
        str(member.signed_urn),
        "2022–24, 1 April 2022 to 31 March 2024",
        "1 High Street, Uxbridge, UB8 1UW",
        "“I am the headteacher and commit the school.”",
        "Hanna Head",
        "Headteacher",
        "1 March 2022, 10am",
    ):
        assert said in text


def test_it_holds_the_words_that_were_signed_and_their_seal(text, member):
    for paragraph in member.signed_words.splitlines():
        assert paragraph in text
    seal = hashlib.sha256(member.signed_words.encode()).hexdigest()[:16]
    assert f"Version 1, seal {seal}" in text


def test_it_keeps_the_rules_of_pdf_ua(made):
    report = page.validate_pdf_bytes(documents.read(made), profile="ua1")

    assert [(found.rule_id, found.message) for found in report.failures] == []


def test_a_trust_signatory_does_not_pass_for_the_head(trust_signatory, prepared, now):
    membership = sign(prepared, trust_signatory, now)

    document = signing.make_agreement(membership_id=membership.pk, now=now)

    [first] = PdfReader(BytesIO(documents.read(document))).pages
    assert "I am entitled to sign and commit the school." in first.extract_text()


def test_it_goes_to_the_signatory_the_head_and_who_pays_once_each(made, member, head, post, now):
    signing.make_agreement(membership_id=member.pk, now=now)

    concerned = [head.email, "finance@bourne.example", "bea.manager@example.org"]
    assert head.email == "hanna.head@example.org"  # the signatory and the head are one
    letters = [letter for letter in post() if letter.documents.exists()]
    assert [letter.to for letter in letters] == concerned
    assert all(list(letter.documents.all()) == [made] for letter in letters)


def test_the_letter_says_what_happens_next(made, post, member):
    [letter] = post("finance@bourne.example")

    assert letter.subject == (
        "Bourne Lane Primary School has joined the Hillingdon Learning Partnership"
    )
    assert letter.text == (
        "Hello,\n\n"
        f"Bourne Lane Primary School (URN {member.school_id}) has joined the Hillingdon Learning"
        " Partnership for 2022–24. Hanna Head, Headteacher, signed on 1 March 2022, 10am. The"
        " signed agreement is attached as a PDF.\n\n"
        "What happens next:\n"
        "- The invoice for year 1, £1,500.00, goes to finance@bourne.example and carries your"
        " purchase order number PO-4711.\n"
        "- Support from the partnership begins on 1 September 2022.\n\n"
        "Your school's page:\n"
        f"http://localhost:8000/schools/{member.school_id}/\n"
    )
    assert "PO-4711" in letter.html


def test_without_an_order_number_the_letter_says_until_when_to_add_it(prepared, head, post, now):
    answer(prepared, "billing", {**BILLING, "purchase_order": ""}, head)
    membership = sign(prepared, head, now)

    signing.make_agreement(membership_id=membership.pk, now=now)

    [letter] = post("finance@bourne.example")
    assert "add it on your school's page before the invoice is issued" in letter.text


def test_it_is_made_once_and_never_again(made, member, school, head, now):
    before = documents.read(made)
    school.name, school.street = "Another Name", "2 Low Street"
    school.save()

    again = signing.make_agreement(membership_id=member.pk, now=now)

    assert again == made
    assert documents.read(again) == before
    assert Document.objects.count() == 1


def test_no_letter_goes_out_before_the_agreement_is_there(member, post, settings):
    assert [letter.to for letter in post()] == [settings.OFFICE_EMAIL]
    assert documents.get(member.agreement_key) is None


def test_what_is_changed_after_signing_is_not_in_it(member, head, now):
    answer(member, "billing", {**BILLING, "finance_email": "other@bourne.example"}, head)

    document = signing.make_agreement(membership_id=member.pk, now=now)

    [first] = PdfReader(BytesIO(documents.read(document))).pages
    assert "@" not in first.extract_text()
