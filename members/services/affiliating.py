"""Who works where. Every road (invitation, claim, colleague) ends in one verified row."""

from datetime import date, datetime

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import Affiliation, School, User
from members.services import parting
from members.states import SchoolRole

# Which proof outweighs which: a later, stronger one is written over a weaker one.
STRENGTH = {
    Affiliation.Proof.EMAIL_DOMAIN: 0,
    Affiliation.Proof.COLLEAGUE: 1,
    Affiliation.Proof.OFFICE: 2,
    Affiliation.Proof.INVITATION: 2,
}


class AlreadyEnded(Refusal):
    """The person no longer works there, as far as the portal knows."""


def affiliate(
    *,
    user: User,
    school: School,
    role: SchoolRole,
    proof: Affiliation.Proof,
    by: User | None,
    now: datetime,
) -> Affiliation:
    """The person works there from today. Who already did keeps the row, with the better proof.

    Called inside the transaction of the service that proved it; checks no permission itself.
    """
    today = clock.day_of(now)
    known = (
        Affiliation.objects.select_for_update()
        .current(today)
        .filter(user=user, school=school, role=role, to_on=None)
        .first()
    )
    with audit.acting(by or user):
        if known is None:
            known = Affiliation.objects.create(
                user=user,
                school=school,
                role=role,
                from_on=today,
                proof=proof,
                verified_at=now,
                verified_by=by,
            )
        elif STRENGTH[Affiliation.Proof(known.proof)] < STRENGTH[proof]:
            known.proof, known.verified_at, known.verified_by = proof, now, by
            known.save(update_fields=["proof", "verified_at", "verified_by"])
    user.forget_standing()
    return known


def end(*, affiliation: Affiliation, on: date, by: User, now: datetime) -> Affiliation:
    """`on` is the last day: from the next on the person can do nothing for the school.

    With yesterday it ends at once, also what began today.
    """
    access.require(by, "members.end_affiliation", affiliation)
    with transaction.atomic(), audit.acting(by):
        affiliation = Affiliation.objects.select_for_update(of=("self",)).get(pk=affiliation.pk)
        if affiliation.to_on is not None and affiliation.to_on <= on:
            raise AlreadyEnded(f"This already ended on {affiliation.to_on:%-d %B %Y}.")
        parting.end_post(affiliation, last_day=on, now=now)
    return affiliation
