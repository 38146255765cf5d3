"""What we write when somebody asks a question: to the office, then to whoever asked."""

from django.conf import settings
from django.urls import reverse

from hlp.kit import mail, outbox
from members.models import Answer, Enquiry


def tell_office(enquiry: Enquiry) -> None:
    url = settings.SITE_URL + reverse("members:enquiry_detail", args=[enquiry.pk])
    _send("enquiry_asked", enquiry, to=settings.OFFICE_EMAIL, url=url)


def tell_received(enquiry: Enquiry) -> None:
    """Only that it has come: anyone may type anyone's address, so no typed word goes there."""
    _send("enquiry_received", enquiry, to=enquiry.email)


def send_answer(answer: Answer) -> None:
    key = f"enquiry_answered:{answer.pk}"
    _send("enquiry_answered", answer.enquiry, to=answer.enquiry.email, key=key, answer=answer)


def _send(name: str, enquiry: Enquiry, *, to: str, key: str = "", **words: object) -> None:
    letter = mail.compose(f"members/{name}", {"enquiry": enquiry, **words})
    outbox.queue(
        key=key or f"{name}:{enquiry.pk}",
        to=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
    )
