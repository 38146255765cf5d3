"""Someone says they work at a school. Until that is checked they get nothing for it.

A matching e-mail address proves at once that one works there, never that one is the head: whoever
says so waits for the office (design 5).
"""

from datetime import datetime
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from hlp.kit import audit, clock, states
from hlp.kit.refusal import Refusal
from members.emails import claiming as letters
from members.models import Affiliation, Claim, School, User
from members.services import affiliating
from members.states import SchoolRole

# Anyone can have an address here, so it proves no employer.
PUBLIC_MAIL = frozenset(
    {
        *("aol.com", "btinternet.com", "btopenworld.com", "fastmail.com", "gmail.com", "gmx.com"),
        *(
            "gmx.co.uk",
            "googlemail.com",
            "hotmail.co.uk",
            "hotmail.com",
            "icloud.com",
            "live.co.uk",
        ),
        *("live.com", "mac.com", "mail.com", "me.com", "msn.com", "ntlworld.com", "outlook.com"),
        *(
            "proton.me",
            "protonmail.com",
            "sky.com",
            "talktalk.net",
            "tiscali.co.uk",
            "virginmedia.com",
        ),
        *("yahoo.co.uk", "yahoo.com", "ymail.com", "zoho.com"),
        *("hillingdon.gov.uk", "lgflmail.org", "lgfl.net"),  # shared by the borough's schools
    }
)


class AddressNotConfirmed(Refusal):
    """Who has not shown that an address is theirs cannot claim anything with it."""


class AlreadyThere(Refusal):
    """The person already holds that role at the school."""


class AlreadyWaiting(Refusal):
    """One waiting claim per person and school."""


class ReasonMissing(Refusal):
    """A person who is refused is told why."""


def claim(
    *, user: User, school: School, role: SchoolRole, now: datetime, said: str = ""
) -> Affiliation | Claim:
    """An Affiliation when the address already proves it, else a Claim that waits for the office.

    Raises AddressNotConfirmed, AlreadyThere or AlreadyWaiting.
    """
    address = _confirmed_address(user)
    if _works_there(user, school, role, now):
        raise AlreadyThere(f"You are already known as {role.in_words} of {school}.")
    with transaction.atomic(), audit.acting(user):
        # A mailbox at the school proves that one works there, and no more: pupils have one too.
        if role == SchoolRole.STAFF and is_address_of(address, school):
            return affiliating.affiliate(
                user=user,
                school=school,
                role=role,
                proof=Affiliation.Proof.EMAIL_DOMAIN,
                by=None,
                now=now,
            )
        made = _wait(user, school, role, said, now)
        letters.tell_office(made)
        return made


def approve(*, claim: Claim, by: User, now: datetime) -> Affiliation:
    """The office has checked: the person works there in that role from today."""
    with transaction.atomic():
        states.make(claim, "approve", by=by, now=now)
        affiliation = affiliating.affiliate(
            user=claim.user,
            school=claim.school,
            role=SchoolRole(claim.role),
            proof=Affiliation.Proof.OFFICE,
            by=by,
            now=now,
        )
        letters.tell_approved(claim)
    return affiliation


def refuse(*, claim: Claim, reason: str, by: User, now: datetime) -> Claim:
    """The person is told the reason in the office's words."""
    if not reason.strip():
        raise ReasonMissing("Write a reason. The person is sent it.")
    with transaction.atomic():
        states.make(claim, "refuse", by=by, now=now, reason=reason.strip())
        letters.tell_refused(claim)
    return claim


def withdraw(*, claim: Claim, by: User, now: datetime) -> Claim:
    return states.make(claim, "withdraw", by=by, now=now)


def is_address_of(address: str, school: School) -> bool:
    """Whether the part after the @ is the school's own web address and no other school's."""
    domain = address.rpartition("@")[2].lower()
    if not domain or domain in PUBLIC_MAIL or domain != domain_of(school.website):
        return False
    # Schools of one trust often share a website; then the address proves the trust, not the school.
    others = School.objects.open().filter(website__icontains=domain).exclude(pk=school.pk)
    return not any(
        domain_of(website) == domain for website in others.values_list("website", flat=True)
    )


def domain_of(website: str) -> str:
    """`https://www.bourne.hillingdon.sch.uk/about` is bourne.hillingdon.sch.uk"""
    text = website.strip().lower()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def _confirmed_address(user: User) -> str:
    known = EmailAddress.objects.get_verified(user)
    if known is None:
        raise AddressNotConfirmed("Confirm your email address first. We sent you a link.")
    return str(known.email)


def _works_there(user: User, school: School, role: SchoolRole, now: datetime) -> bool:
    posts = Affiliation.objects.current(clock.day_of(now))
    return posts.filter(user=user, school=school, role=role).exists()


def _wait(user: User, school: School, role: SchoolRole, said: str, now: datetime) -> Claim:
    try:
        with transaction.atomic():
            return Claim.objects.create(
                user=user, school=school, role=role, said=said.strip(), made_at=now
            )
    except IntegrityError:
        raise AlreadyWaiting(
            f"You have already told us that you work at {school}. The partnership office checks"
            " it and writes to you."
        ) from None
