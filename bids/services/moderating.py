"""The panel's meeting: opened for the call, begun for each bid, with who was there and who left.

From the opening on, assessors see each other's submitted marks, and nobody marks any more.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from bids.models import Assessor, Bid, Call, Moderation, Presence
from bids.services import clearance
from bids.states import CallState, CriterionKind
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import User


class NotNow(Refusal):
    """The call is not being moderated, or the bid has not been taken up yet."""


class NotOnThePanel(Refusal):
    """Somebody noted who may not be there for this bid."""


class NotAgreed(Refusal):
    """A criterion has no agreed mark yet."""


def open_moderation(*, call: Call, by: User, now: datetime) -> Call:
    """Reveals the marks; the workflow asks that nobody owes any."""
    return states.make(call, "open_moderation", by=by, now=now)


def begin(*, bid: Bid, held_on: date, by: User, now: datetime) -> Moderation:
    """Take the bid up. Who may not be there is noted as having left, with what kept them out."""
    access.require(by, "bids.note_presence", bid)
    with transaction.atomic(), audit.acting(by):
        locked = lock(bid)
        made, is_new = Moderation.objects.get_or_create(
            bid=locked, defaults={"held_on": held_on, "opened_at": now, "opened_by": by}
        )
        if not is_new:
            raise NotNow("This bid has been taken up already. Someone may have done it just now.")
        found = clearance.of_bid(locked, now)
        Presence.objects.bulk_create(
            Presence(
                moderation=made,
                user=person,
                is_present=False,
                left_because=_capital(why),
                noted_at=now,
                noted_by=by,
            )
            for person in panel(locked.call)
            if (why := found.why_not(locked.pk, person.pk))
        )
    return made


def note_presence(
    *,
    bid: Bid,
    present: Collection[User],
    left: Mapping[User, str],
    by: User,
    now: datetime,
) -> Moderation:
    """Who was there for this bid, and who left and why. Noted again, the last word holds."""
    access.require(by, "bids.note_presence", bid)
    with transaction.atomic(), audit.acting(by):
        locked = lock(bid)
        moderation = begun(locked)
        found = clearance.of_bid(locked, now)
        if names := [str(u) for u in present if not found.is_clear(locked.pk, u.pk)]:
            raise NotOnThePanel(f"Not free of conflict for this bid: {', '.join(names)}.")
        said = dict.fromkeys(panel(locked.call), "") | dict(left)
        for user in set(said) | set(present):
            is_there = user in present
            why = found.why_not(locked.pk, user.pk) or said.get(user, "").strip()
            Presence.objects.update_or_create(
                moderation=moderation,
                user=user,
                defaults={
                    "is_present": is_there,
                    "left_because": "" if is_there else _capital(why),
                    "noted_at": now,
                    "noted_by": by,
                },
            )
    return moderation


def finish(*, bid: Bid, notes: str, dissent: str, by: User, now: datetime) -> Moderation:
    """The discussion is over: what was said, and who did not agree. Until it is decided on, the
    record may be completed."""
    access.require(by, "bids.moderate_bid", bid)
    with transaction.atomic(), audit.acting(by):
        locked = lock(bid)
        moderation = begun(locked)
        agreed = locked.agreed_marks.filter(replaced_by=None).values_list("criterion__kind")
        missing = [k.label for k in CriterionKind if (k.value,) not in set(agreed)]
        if missing and not locked.is_joint:
            raise NotAgreed(f"Agree a mark first on: {', '.join(missing)}.")
        moderation.notes, moderation.dissent = notes.strip(), dissent.strip()
        moderation.finished_at, moderation.finished_by = now, by
        moderation.save(update_fields=["notes", "dissent", "finished_at", "finished_by"])
    return moderation


def panel(call: Call) -> list[User]:
    """Everybody asked to mark this call and not released."""
    asked = Assessor.objects.asked().filter(call=call).select_related("user")
    return [row.user for row in asked.order_by("user__name", "user__pk")]


def lock(bid: Bid) -> Bid:
    """The bid as it is, while its call is being moderated; nobody else changes it meanwhile.

    The call too, and first: decisions are not closed over marks that are just being agreed.
    """
    Call.objects.select_for_update().get(pk=bid.call_id)
    locked = Bid.objects.select_for_update().get(pk=bid.pk)
    if locked.call.state != CallState.MODERATING:
        raise NotNow("This can be done only while the call is being moderated.")
    return locked


def begun(bid: Bid) -> Moderation:
    found = Moderation.objects.filter(bid=bid).first()
    if found is None:
        raise NotNow("Take up this bid first: say when the panel looks at it.")
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
