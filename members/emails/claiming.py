"""What we write when somebody says they work at a school: to the office, then to the person."""

from django.conf import settings
from django.urls import reverse

from hlp.kit import mail, outbox
from members.models import Claim
from members.states import SchoolRole


def tell_office(claim: Claim) -> None:
    url = settings.SITE_URL + reverse("members:claim_detail", args=[claim.pk])
    _send(claim, "claim_waiting", to=settings.OFFICE_EMAIL, url=url)


def tell_approved(claim: Claim) -> None:
    url = settings.SITE_URL + reverse("home")
    _send(claim, "claim_approved", to=claim.user.email, url=url)


def tell_refused(claim: Claim) -> None:
    _send(claim, "claim_refused", to=claim.user.email, url="")


def _send(claim: Claim, name: str, *, to: str, url: str) -> None:
    words = {
        "claim": claim,
        "person": claim.user,
        "school": claim.school,
        "role": SchoolRole(claim.role).in_words,
        "signs": claim.role == SchoolRole.HEADTEACHER,
        "url": url,
    }
    letter = mail.compose(f"members/{name}", words)
    outbox.queue(
        key=f"{name}:{claim.pk}", to=to, subject=letter.subject, text=letter.text, html=letter.html
    )
