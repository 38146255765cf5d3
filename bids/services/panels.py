"""The panel of a call: who is asked to mark, added later, released, reminded."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from bids.emails import marking as post
from bids.models import Assessor, Call
from bids.querysets.bids import ASSESSES, assesses_since
from bids.states import CallState
from hlp.kit import access, audit, clock, states
from hlp.kit.refusal import Refusal
from members.models import RoleHeld, User


class CannotAsk(Refusal):
    """Not now, or not this person."""


class CannotRelease(Refusal):
    """Nothing is owed any more, or no reason was given."""


def start_marking(*, call: Call, by: User, now: datetime) -> Call:
    """Every bid is screened: whoever sits on the board or the panel today is asked to mark."""
    with transaction.atomic(), audit.acting(by):
        started = states.make(call, "start_marking", by=by, now=now)
        _ask(started, seated(now), by, now)
    return started


def add(*, call: Call, user: User, by: User, now: datetime) -> Assessor:
    """Somebody who came to the board or the panel later, or was released and is back."""
    access.require(by, "bids.oversee_call", call)
    if user not in seated(now):
        raise CannotAsk(f"{user} sits neither on the board nor on the panel today.")
    with transaction.atomic(), audit.acting(by):
        row = Call.objects.select_for_update().get(pk=call.pk)
        if row.state not in {CallState.MARKING, CallState.MODERATING}:
            raise CannotAsk("Assessors can be added while the call is being marked.")
        if row.state == CallState.MODERATING and not is_new_to(row, user):
            raise CannotAsk(
                f"{user} could read the others’ marks since moderation opened. Ask somebody who "
                "comes to the panel new."
            )
        released = row.assessors.filter(user=user, released_at__isnull=False).first()
        if released:
            released.released_at, released.released_because = None, ""
            released.asked_at, released.asked_by = now, by
            released.save(update_fields=["released_at", "released_because", "asked_at", "asked_by"])
            return released
        try:
            with transaction.atomic():
                return _ask(row, [user], by, now)[0]
        except IntegrityError:
            raise CannotAsk(f"{user} has been asked to mark this call already.") from None


def release(*, assessor: Assessor, because: str, by: User, now: datetime) -> Assessor:
    """They owe nothing more. Marks they have given stay."""
    access.require(by, "bids.oversee_call", assessor.call)
    if not because.strip():
        raise CannotRelease("Say why. It is kept with the call.")
    with transaction.atomic(), audit.acting(by):
        row = Assessor.objects.select_for_update(of=("self",)).select_related("user")
        assessor = row.get(pk=assessor.pk)
        if assessor.released_at:
            raise CannotRelease(f"{assessor.user} has been released already.")
        assessor.released_at, assessor.released_because = now, because.strip()
        assessor.save(update_fields=["released_at", "released_because"])
    return assessor


def remind(*, call: Call, by: User, now: datetime) -> int:
    """A mail to exactly those who still owe something; how many they are."""
    access.require(by, "bids.oversee_call", call)
    if call.state != CallState.MARKING:
        raise CannotAsk("The call is not being marked, so nobody owes marks.")
    owing = list(call.assessors.owing(call).select_related("user"))
    with transaction.atomic():
        post.still_owed(owing, call, now=now)
        audit.record(call, what="reminded of marks", by=by, people=len(owing))
    return len(owing)


def is_new_to(call: Call, user: User) -> bool:
    """Came to the board or the panel on the day moderation opened, or later: marks are hidden from
    them until they have given their own."""
    since = assesses_since(user)
    return (
        call.moderating_at is not None
        and since is not None
        and since >= clock.day_of(call.moderating_at)
    )


def seated(now: datetime) -> list[User]:
    """Whoever may mark today, by name."""
    held = RoleHeld.objects.of(*ASSESSES).current(clock.day_of(now))
    people = User.objects.active().filter(pk__in=held.values("user"))
    return list(people.order_by("name", "pk"))


def _ask(call: Call, people: Iterable[User], by: User, now: datetime) -> list[Assessor]:
    asked = [
        Assessor.objects.create(call=call, user=user, asked_at=now, asked_by=by) for user in people
    ]
    post.asked_to_mark(asked, call, now=now)
    return asked
