"""Thousands of members at once: the same rows as the services leave, written in bulk with audit.

No mail is queued for them; their agreements wait for a worker like any other.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from hlp.demo import names
from hlp.kit import audit, work
from members.commitment import current_text, wording
from members.models import Affiliation, Membership, Period, School, User
from members.services import signing
from members.states import MembershipState, SchoolRole

CHUNK = 1_000
T = TypeVar("T")


def join(schools: list[School], period: Period, office: User, opened: datetime) -> None:
    """Each school's head has prepared and signed, some hours after the one before."""
    words = Words(period, opened)
    for number, chunk in enumerate(chunks(schools)):
        at = opened + timedelta(hours=number % 300)
        heads = make_heads(chunk)
        place(heads, chunk, office, at)
        sign(heads, chunk, words, at)


def chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def make_heads(schools: list[School]) -> list[User]:
    unusable = make_password(None)
    heads = [
        User(email=names.address("head", school), name=names.name_of(school), password=unusable)
        for school in schools
    ]
    User.objects.bulk_create(heads)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=head, email=head.email, verified=True, primary=True) for head in heads
    )
    audit.bulk(heads, what="made for the demo", by=None)
    return heads


def place(heads: list[User], schools: list[School], office: User, at: datetime) -> None:
    posts = [
        Affiliation(
            user=head,
            school=school,
            role=SchoolRole.HEADTEACHER,
            from_on=at.date(),
            proof=Affiliation.Proof.OFFICE,
            verified_at=at,
            verified_by=office,
        )
        for head, school in zip(heads, schools, strict=True)
    ]
    Affiliation.objects.bulk_create(posts)
    audit.bulk(posts, what="made for the demo", by=office)


def sign(heads: list[User], schools: list[School], words: "Words", at: datetime) -> None:
    memberships = [
        membership_of(school, head, words, at) for head, school in zip(heads, schools, strict=True)
    ]
    Membership.objects.bulk_create(memberships)
    audit.bulk(memberships, what="signed for the demo", by=None)
    agreements = {membership.agreement_key: str(membership.pk) for membership in memberships}
    work.enqueue_many(kind=signing.AGREEMENT, subjects=agreements, now=at)


def membership_of(school: School, head: User, words: "Words", at: datetime) -> Membership:
    answers = names.contacts(school, head) | names.billing(school)
    return Membership(
        school=school,
        period=words.period,
        state=MembershipState.ACTIVE,  # a new row: there is no state it moves from
        started_at=at,
        started_by=head,
        commitment=words.text,
        signed_at=at,
        signed_by=head,
        signed_name=head.name,
        signed_title="Headteacher",
        signed_urn=school.pk,
        signed_words=words.for_school(school),
        activated_at=at,
        **answers,
    )


class Words:
    """What the schools sign."""

    def __init__(self, period: Period, at: datetime) -> None:
        text = current_text(period)
        assert text, "the period was just made with its text"  # noqa: S101 - for the type checker
        self.period, self.text, self._fill = period, text, wording(text, at.date())

    def for_school(self, school: School) -> str:
        return "\n".join(self._fill(school))
