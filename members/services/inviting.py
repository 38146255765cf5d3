"""Personal invitations: a link that works once, for the address it was sent to and no other.

Only the token's sha256 is stored. Opening the link consumes nothing (mail scanners open links).
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.emails import inviting as letters
from members.models import Affiliation, Contact, Invitation, Period, RoleHeld, School, User
from members.querysets import InvitationQuerySet
from members.states import SchoolRole

LASTS = timedelta(days=30)
AT_A_TIME = 300  # so that one press of a button stays a few seconds


class NotUsable(Refusal):
    """Unknown, used, expired or taken back: the page does not say which."""


class WrongAddress(Refusal):
    """Only the address the invitation went to can accept it."""


class NotYours(Refusal):
    """The role is one this person may not give."""


class NothingToDo(Refusal):
    """There is nobody to invite, or nothing to take back."""


GONE = (
    "This invitation cannot be used. It may have been used already, have run out or have been"
    " replaced by a newer one. Sign in if you have an account, or ask the partnership office"
    " for a new invitation."
)


def invite(
    *, school: School, role: SchoolRole, name: str, email: str, by: User | None, now: datetime
) -> Invitation:
    """Send a new link; an open invitation of the same person for the same role is replaced."""
    if by is not None:
        access.require(by, "members.invite")
    with transaction.atomic(), audit.acting(by):
        return send(school=school, role=role, name=name, email=email, by=by, now=now)


def invite_all(*, period: Period, by: User | None, now: datetime) -> int:
    """Invite every contact of a school that may join and was never invited; says how many."""
    if by is not None:
        access.require(by, "members.invite")
    with transaction.atomic(), audit.acting(by):
        waiting = list(not_yet_invited(period).select_for_update(of=("self",))[:AT_A_TIME])
        if not waiting:
            raise NothingToDo("Every contact on file has been invited already.")
        for contact in waiting:
            role = SchoolRole(contact.role)
            send(
                school=contact.school,
                role=role,
                name=contact.name,
                email=contact.email,
                by=by,
                now=now,
            )
    return len(waiting)


def not_yet_invited(period: Period) -> QuerySet[Contact]:
    """Contacts of schools that may join, to whom no invitation for that role ever went."""
    sent = Invitation.objects.filter(
        school=OuterRef("school"), role=OuterRef("role"), email__iexact=OuterRef("email")
    )
    schools = School.objects.eligible_for(period)
    return (
        Contact.objects.filter(~Exists(sent), school__in=schools)
        .select_related("school")
        .order_by("school__name", "pk")
    )


def send_again(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    """A new link with a new month to run; the old one stops working."""
    access.require(by, "members.invite")
    with transaction.atomic(), audit.acting(by):
        old = _locked(invitation.pk)
        if old.accepted_at:
            raise NothingToDo(f"{old.name} has already accepted this invitation.")
        return send(
            school=old.school,
            role=SchoolRole(old.role),
            name=old.name,
            email=old.email,
            by=by,
            now=now,
            by_school=old.by_school,
        )


def revoke(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    access.require(by, "members.revoke_invitation", invitation)
    with transaction.atomic(), audit.acting(by):
        old = _locked(invitation.pk)
        if not old.is_open(now):
            raise NothingToDo(
                "This invitation can no longer be used, so there is nothing to take back."
            )
        old.revoked_at = now
        old.save(update_fields=["revoked_at"])
        return old


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def roles_to_invite(by: User, school: School) -> list[SchoolRole]:
    """The office invites anyone, a head everyone but heads, others who come under them."""
    if by.has_perm("members.invite"):
        return list(SchoolRole)
    if by.has_perm("members.change_head", school):
        return [role for role in SchoolRole if role != SchoolRole.HEADTEACHER]
    return [SchoolRole.CPD_LEAD, SchoolRole.STAFF]


def invite_colleague(
    *, school: School, role: SchoolRole, name: str, email: str, by: User, now: datetime
) -> Invitation:
    """Somebody of the school vouches for a colleague, who still has to read the mail."""
    access.require(by, "members.manage_people", school)
    if role not in roles_to_invite(by, school):
        raise NotYours(f"You cannot invite a {role.in_words}. Ask the headteacher or the office.")
    by_school = not by.has_perm("members.invite")
    with transaction.atomic(), audit.acting(by):
        return send(
            school=school,
            role=role,
            name=name,
            email=email,
            by=by,
            now=now,
            by_school=by_school,
        )


def send(
    *,
    school: School,
    role: SchoolRole,
    name: str,
    email: str,
    by: User | None,
    now: datetime,
    by_school: bool = False,
) -> Invitation:
    """The services above, and the change of head, end here; checks no permission itself."""
    email = email.strip().lower()
    earlier = Invitation.objects.filter(school=school, role=role, email__iexact=email)
    revoke_all(earlier, now=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        school=school,
        role=role,
        name=" ".join(name.split()),
        email=email,
        token_hash=hashed(token),
        invited_at=now,
        invited_by=by,
        expires_at=now + LASTS,
        by_school=by_school,
    )
    letters.send_invitation(invitation, token, now)
    return invitation


def revoke_all(invitations: InvitationQuerySet, *, now: datetime) -> int:
    """Those of them that are open; inside the transaction of the service that has the reason."""
    still_open = list(invitations.open().select_for_update(of=("self",)))
    for old in still_open:
        old.revoked_at = now
        old.save(update_fields=["revoked_at"])
    return len(still_open)


def revoke_sent_by(user: User, *, now: datetime) -> None:
    """An account that is closed or erased vouches for nobody."""
    revoke_all(Invitation.objects.filter(invited_by=user, by_school=True), now=now)


def revoke_of_leavers(*, now: datetime) -> int:
    """Who no longer acts for a school vouches for nobody there, from the day after the last.

    Called by whatever ends a post at once, and every night for those whose last day it was.
    """
    posts = Affiliation.objects.current(clock.day_of(now))
    roles = RoleHeld.objects.current(clock.day_of(now))
    with transaction.atomic(), audit.acting(None, what="whoever sent it has left"):
        return revoke_all(Invitation.objects.no_longer_vouched_for(posts, roles), now=now)


def _locked(pk: int) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("school")
    return rows.get(pk=pk)
