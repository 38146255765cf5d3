"""Approving a run: the second pair of eyes, and a circuit breaker for runs that bill too much."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from hlp.kit.money import pounds, to_pennies
from hlp.kit.refusal import Refusal
from hlp.kit.states import make
from invoicing.models import FeeRun
from members.models import User


class SamePerson(Refusal):
    """Who prepared a run does not approve it."""


class TypeTheTotal(Refusal):
    """The run bills more than usual, so the approver shows that the figure was read."""


def approve_run(
    *, run: FeeRun, by: User, now: datetime, typed_total: Decimal | None = None
) -> FeeRun:
    """`typed_total` is what the approver copied from the page, where the run is parked."""
    if run.prepared_by_id == by.pk:
        raise SamePerson(
            "You prepared this run, so somebody else must approve it: "
            "another person of the partnership office, or LA finance."
        )
    with transaction.atomic():
        totals = FeeRun.objects.select_for_update().get(pk=run.pk).invoices.totals()
        if why_parked(totals) and typed_total != to_pennies(totals["gross"]):
            raise TypeTheTotal(
                "The total you typed is not the total of this run. Nothing was approved. Look at"
                " the figures again before you type it."
            )
        return make(run, "approve", by=by, now=now)


def why_parked(totals: dict[str, Any]) -> str:
    """Why a run does not go on by a press of a button alone; empty where it does."""
    count, gross = totals["count"], totals["gross"] or Decimal(0)
    if count > settings.INVOICING_MOST_INVOICES:
        return f"more than {settings.INVOICING_MOST_INVOICES} invoices"
    if gross > settings.INVOICING_MOST_POUNDS:
        return f"more than {pounds(Decimal(settings.INVOICING_MOST_POUNDS))} in all"
    return ""
