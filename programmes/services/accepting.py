"""The board takes a commitment as met, because: shown beside what was computed, never instead."""

from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User
from programmes.models import Acceptance, Commitment


class NotAccepted(Refusal):
    """There is nothing to accept or to take back."""


def accept(
    *, commitment: Commitment, because: str, minute: str = "", by: User, now: datetime
) -> Acceptance:
    access.require(by, "programmes.accept_commitment", commitment)
    if not because.strip():
        raise NotAccepted("Say why the board takes it as met. The reason is shown beside it.")
    with transaction.atomic(), audit.acting(by):
        Commitment.objects.select_for_update().get(pk=commitment.pk)
        if commitment.acceptances.filter(withdrawn_at=None).exists():
            raise NotAccepted("The board has accepted this already.")
        return commitment.acceptances.create(
            because=because.strip(), minute=minute.strip(), accepted_at=now, accepted_by=by
        )


def withdraw(*, acceptance: Acceptance, by: User, now: datetime) -> Acceptance:
    access.require(by, "programmes.accept_commitment", acceptance.commitment)
    with transaction.atomic(), audit.acting(by):
        row = Acceptance.objects.select_for_update().get(pk=acceptance.pk)
        if row.withdrawn_at:
            raise NotAccepted("This has been taken back already.")
        row.withdrawn_at, row.withdrawn_by = now, by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row
