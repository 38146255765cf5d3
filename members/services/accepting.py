"""Taking up an invitation: once, and only by whoever reads the mail it was sent to."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from hlp.kit import audit
from hlp.kit.refusal import Refusal
from members.models import Affiliation, Invitation, User
from members.services import affiliating, heading
from members.services.inviting import GONE, NotUsable, WrongAddress, hashed
from members.states import SchoolRole


class YourOwn(Refusal):
    """Two people: the office vouches for others, never for itself."""


def find(token: str, now: datetime) -> Invitation:
    """The open invitation behind the link; NotUsable without a hint why. Consumes nothing."""
    found = Invitation.objects.select_related("school").filter(token_hash=hashed(token)).first()
    return _usable(found, now)


def account_of(invitation: Invitation) -> User | None:
    """The account that owns the address. One whose address was never confirmed owns nothing."""
    address = EmailAddress.objects.filter(email=invitation.email.lower(), verified=True)
    known = address.select_related("user").first()
    return known.user if known else None


def accept(*, invitation: Invitation, user: User, now: datetime) -> Affiliation:
    """The signed-in person takes it up. Raises NotUsable, WrongAddress or YourOwn."""
    with transaction.atomic():
        invitation = _locked(invitation, now)
        owner = account_of(invitation)
        if owner is None or owner.pk != user.pk:
            raise WrongAddress(
                "This invitation was sent to another email address than the one you signed in"
                " with. Sign out and open the link again, or ask the partnership office to"
                " invite your address."
            )
        if invitation.invited_by_id == user.pk and not invitation.by_school:
            raise YourOwn(
                "You sent this invitation yourself. Ask a colleague in the partnership office to"
                " send it to you."
            )
        return _take_up(invitation, user, now)


def accept_as_new(*, invitation: Invitation, name: str, password: str, now: datetime) -> User:
    """Make the account and take the invitation up in one step: the link proved the address.

    Raises NotUsable, or django's ValidationError for a weak password.
    """
    with transaction.atomic():
        invitation = _locked(invitation, now)
        if account_of(invitation):
            raise WrongAddress("You already have an account. Sign in to accept the invitation.")
        user = _account(invitation, name)
        validate_password(password, user)
        user.set_password(password)
        with audit.acting(user if user.pk else None):
            user.save()
        _own_address(user)
        _take_up(invitation, user, now)
        return user


def _usable(invitation: Invitation | None, now: datetime) -> Invitation:
    if invitation is None or not invitation.is_open(now):
        raise NotUsable(GONE)
    return invitation


def _locked(invitation: Invitation, now: datetime) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("school")
    return _usable(rows.filter(pk=invitation.pk).first(), now)


def _account(invitation: Invitation, name: str) -> User:
    """A new person; or who signed up with the address and never proved it is theirs, made anew."""
    email = invitation.email.lower()
    user = User.objects.select_for_update().filter(email=email).first() or User(email=email)
    if not user.is_active:
        raise NotUsable(GONE)
    user.name = name
    return user


def _own_address(user: User) -> None:
    # Whoever else wrote the address into their account never confirmed it.
    EmailAddress.objects.filter(email=user.email, verified=False).exclude(user=user).delete()
    EmailAddress.objects.filter(user=user).exclude(email=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _take_up(invitation: Invitation, user: User, now: datetime) -> Affiliation:
    with audit.acting(user):
        invitation.accepted_at, invitation.accepted_by = now, user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
    role = SchoolRole(invitation.role)
    proofs = Affiliation.Proof
    if role == SchoolRole.HEADTEACHER:
        heading.take_over(school=invitation.school, head=user)
    return affiliating.affiliate(
        user=user,
        school=invitation.school,
        role=role,
        proof=proofs.COLLEAGUE if invitation.by_school else proofs.INVITATION,
        by=invitation.invited_by if invitation.by_school else None,
        now=now,
    )
