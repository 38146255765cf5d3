"""Anyone asks; the office and whoever asked are told; nothing typed is lost."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from hlp.kit.models import OutboxMessage
from members.models import Enquiry
from members.states import EnquiryState

URL = "/contact/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def typed(**changes):
    return {
        "name": "Quentin Question",
        "email": "quentin@example.org",
        "school_name": "Bourne Lane",
        "question": "May a nursery school join?\nAnd when?",
        "website": "",
        "token": str(uuid4()),
        **changes,
    }


def test_a_question_is_kept_and_both_sides_are_told(client):
    answer = client.post(URL, typed())

    assert answer.headers["Location"] == reverse("members:contact_sent")
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.email) == ("Quentin Question", "quentin@example.org")
    assert (enquiry.school_name, enquiry.state) == ("Bourne Lane", EnquiryState.NEW)
    assert enquiry.asked_by is None
    to_office, to_asker = OutboxMessage.objects.order_by("pk")
    assert to_office.to == settings.OFFICE_EMAIL
    assert "And when?" in to_office.text
    assert "And when?" in to_office.html
    assert reverse("members:enquiry_detail", args=[enquiry.pk]) in to_office.text
    assert to_asker.to == "quentin@example.org"
    assert f"reference {enquiry.pk}" in to_asker.subject


def test_no_typed_word_goes_to_an_address_that_anyone_may_have_typed(client):
    client.post(URL, typed(name="Buy cheap pills", question="Buy them at pills.example"))

    letter = OutboxMessage.objects.get(to="quentin@example.org")
    assert "pills" not in (letter.subject + letter.text + letter.html).lower()


def test_pressing_twice_asks_once(client):
    same = typed()

    client.post(URL, same)
    client.post(URL, same)

    assert Enquiry.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_going_back_and_writing_something_else_asks_again(client):
    first = typed()

    client.post(URL, first)
    client.post(URL, {**first, "question": "I forgot: what about VAT?"})

    assert Enquiry.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter your name"),
        ({"email": ""}, "Enter your email address, so that we can answer"),
        ({"email": "quentin"}, "Enter an email address in the right format"),
        ({"question": ""}, "Write your question"),
        ({"question": "a" * 4001}, "Your question must be 4000 characters or fewer"),
        ({"website": "http://x"}, "We could not tell that a person sent this"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(client, wrong, sentence):
    page = client.post(URL, typed(**wrong))

    assert page.status_code == 200
    assert sentence in page.text
    assert "Bourne Lane" in page.text
    assert not Enquiry.objects.exists()


def test_a_browser_that_fills_in_too_much_costs_nobody_their_question(client):
    page = client.post(URL, typed(website="https://filled.example"))

    assert "May a nursery school join?" in page.text
    assert "filled.example" not in page.text  # so that pressing again goes through


def test_too_many_questions_wait_with_what_was_typed(client):
    for number in range(4):
        assert client.post(URL, typed(question=f"Number {number}")).status_code == 302

    page = client.post(URL, typed(question="Number 4"))

    assert page.status_code == 429
    assert "Wait a few minutes" in page.text
    assert "Number 4" in page.text
    assert Enquiry.objects.count() == 4
    assert client.post(URL, typed(email="other@example.org")).status_code == 302


def test_who_is_signed_in_need_not_type_what_we_know(client, head, school):
    client.force_login(head)

    page = client.get(URL).text

    assert f'value="{head.email}"' in page
    assert f'value="{school.name}"' in page
    client.post(URL, typed(name=head.name, email=head.email))
    assert Enquiry.objects.get().asked_by == head


def test_two_forms_have_two_tokens(client):
    first, second = (client.get(URL).context["form"]["token"].value() for _ in range(2))

    assert first != second
