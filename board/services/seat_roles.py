"""What a seat gives and takes back: the role, in `members`, where every app can ask for it.

Dates do the work: the role has the days of the appointment, so on the day after the last one it is
gone without anything having to run. Called inside the transaction of the service that decides.
"""

from datetime import date

from board.models import Appointment
from board.states import SeatKind
from members.models import RoleHeld, User
from members.services import roles
from members.states import PortalRole


def give(appointment: Appointment) -> None:
    wanted = [PortalRole.BOARD_MEMBER]
    if appointment.seat.kind == SeatKind.CHAIR:
        wanted.append(PortalRole.CHAIR)
    reason = f"Seat on the board: {appointment.seat}"
    for role in wanted:
        held = grant(appointment.person, role, appointment.from_on, appointment.to_on, reason)
        appointment.roles.add(held)


def grant(
    person: User, role: PortalRole, from_on: date, to_on: date | None, reason: str
) -> RoleHeld:
    """The role for these days; one without an end that the office gave by hand is taken over."""
    by_hand = person.roles_held.of(role).filter(to_on=None, trust=None, school=None)
    held = by_hand.filter(from_on__lte=from_on).first()
    if held is None:
        # Who decides on a seat need not be one who may grant roles; the audit log has the actor.
        return roles.grant(
            user=person, role=role, from_on=from_on, to_on=to_on, by=None, reason=reason
        )
    held.to_on, held.reason = to_on, reason
    held.save(update_fields=["to_on", "reason"])
    person.forget_standing()
    return held


def take(appointment: Appointment, last_day: date) -> None:
    for held in appointment.roles.select_related("user"):
        shorten(held, last_day)
    appointment.person.forget_standing()


def shorten(held: RoleHeld, last_day: date) -> None:
    """The role has no day after this one. One that never had a day leaves only its audit entry."""
    if last_day < held.from_on:
        held.delete()
    elif held.to_on is None or held.to_on > last_day:
        roles.end(held=held, on=last_day, by=None, reason=held.reason)
