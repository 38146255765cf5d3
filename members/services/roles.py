"""Granting and ending the roles people hold in the partnership: dated rows, never deleted."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import RoleHeld, School, Trust, User
from members.states import PortalRole

BACK_ROOM = (PortalRole.OFFICE, PortalRole.CLERK)  # design 12: these look things up in admin


class AlreadyHolds(Refusal):
    """The person holds the role already."""


class NotYourOwn(Refusal):
    """Nobody gives a role to themselves or takes away their own last word."""


class LastOfOffice(Refusal):
    """Somebody must be left who can open the portal's back room."""


class AlreadyEnded(Refusal):
    """The role has ended, or would end before it began."""


def grant(
    *,
    user: User,
    role: PortalRole,
    from_on: date,
    by: User | None,
    to_on: date | None = None,
    trust: Trust | None = None,
    school: School | None = None,
    reason: str = "",
) -> RoleHeld:
    """The person holds the role from that day; `by` is None where a command grants.

    A role for a school ends at the latest with the last day the person is known to work there.
    """
    _may_grant(user, by)
    if school and (gone := last_day_at(school, user)) and gone >= from_on:
        to_on = min(to_on or gone, gone)
    try:
        with transaction.atomic(), audit.acting(by):
            held = RoleHeld.objects.create(
                user=user,
                role=role,
                trust=trust,
                school=school,
                from_on=from_on,
                to_on=to_on,
                granted_by=by,
                reason=reason,
            )
            _open_back_room(user, role)
    except IntegrityError:
        raise AlreadyHolds(_why_not(user, role, trust, school)) from None
    user.forget_standing()
    return held


def end(*, held: RoleHeld, on: date, by: User | None, reason: str = "") -> RoleHeld:
    """`on` is the last day the role holds. Ending it yesterday takes it away at once.

    Powers are gone on the day after the last one; what is left of the back room's key,
    `close_back_rooms` takes in the night that follows.
    """
    _may_grant(held.user, by)
    with transaction.atomic(), audit.acting(by):
        held = (
            RoleHeld.objects.select_for_update(of=("self",)).select_related("user").get(pk=held.pk)
        )
        if held.to_on is not None and held.to_on <= on:
            raise AlreadyEnded(f"This role already ended on {held.to_on:%-d %B %Y}.")
        if on < held.from_on - timedelta(days=1):
            raise AlreadyEnded("A role cannot end before it began.")
        if held.role == PortalRole.OFFICE:
            _keep_somebody(held, on)
        held.to_on = on
        held.reason = reason or held.reason
        held.save(update_fields=["to_on", "reason"])
        _take_key(held.user, clock.today())
    held.user.forget_standing()
    return held


def last_day_at(school: School, user: User) -> date | None:
    """The last of the posts the person has or had there; none where one goes on."""
    ends = list(user.affiliations.filter(school=school).values_list("to_on", flat=True))
    return None if None in ends else max(ends, default=None)


def _may_grant(user: User, by: User | None) -> None:
    if by is None:
        return
    access.require(by, "members.grant_role")
    if by.pk == user.pk:
        raise NotYourOwn("You cannot change your own roles. Ask a colleague in the office.")


def _open_back_room(user: User, role: PortalRole) -> None:
    if role in BACK_ROOM and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def close_back_rooms(*, now: datetime) -> int:
    """Whoever holds no role of the back room any more, nor will: how many. Again, nobody."""
    today, closed = clock.day_of(now), 0
    left = RoleHeld.objects.not_over(today).of(*BACK_ROOM)
    without = User.objects.filter(is_staff=True).exclude(roles_held__in=left)
    for user in without.order_by("pk"):
        with transaction.atomic(), audit.acting(None):
            closed += _take_key(User.objects.select_for_update().get(pk=user.pk), today)
    return closed


def _take_key(user: User, today: date) -> bool:
    """Looked at again under the lock: a role may have been granted meanwhile."""
    if not user.is_staff or user.is_superuser:
        return False
    if user.roles_held.not_over(today).of(*BACK_ROOM).exists():
        return False
    user.is_staff = False
    user.save(update_fields=["is_staff"])
    return True


def _keep_somebody(held: RoleHeld, on: date) -> None:
    after = RoleHeld.objects.current(on + timedelta(days=1)).of(PortalRole.OFFICE)
    if not after.filter(user__is_active=True).exclude(pk=held.pk).exists():
        raise LastOfOffice(
            "This is the last person of the office. Give the role to somebody else first."
        )


def _why_not(user: User, role: PortalRole, trust: Trust | None, school: School | None) -> str:
    if role == PortalRole.TRUST_SIGNATORY and trust is None:
        return "Name the trust that this person signs for."
    if role == PortalRole.VOTING_DEPUTY and school is None:
        return "Name the school that this person votes for."
    return f"{user} is already {_in_words(role)}, or the dates are the wrong way round."


def _in_words(role: PortalRole) -> str:
    label = str(role.label)
    return label if label.startswith("LA ") else label[0].lower() + label[1:]
