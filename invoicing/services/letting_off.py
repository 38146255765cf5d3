"""The board lets a leaver off a year that is invoiced already: a credit note is asked for.

It waits for a second person like any other; taken back in time, the waiver takes its draft along.
"""

from datetime import datetime

from invoicing.models import CreditNote, Invoice
from invoicing.querysets import CreditNoteQuerySet
from invoicing.services import crediting
from members.models import User, Waiver


def propose(*, waiver: Waiver, by: User, now: datetime) -> list[CreditNote]:
    """For all that is left of the invoices of that year; inside the waiver's transaction."""
    invoices = Invoice.objects.issued().filter(
        membership=waiver.membership_id, membership_year=waiver.membership_year_id
    )
    return [
        crediting.draft_credit(invoice=invoice, gross=None, reason=reason(waiver), by=by, now=now)
        for invoice in invoices.order_by("sequence")
        if crediting.left_to_credit(invoice).gross
    ]


def take_back(*, waiver: Waiver, by: User, now: datetime) -> None:
    """What nobody has approved is cancelled; what is out stays out."""
    for credit in _proposed(waiver).order_by("pk"):
        crediting.cancel_credit(credit=credit, by=by, now=now)


def reason(waiver: Waiver) -> str:
    """What the school reads on the credit note."""
    return (
        f"The board waived the fee of {waiver.membership_year} on"
        f" {waiver.decided_on:%-d %B %Y} (minute {waiver.minute_reference})"
    )


def _proposed(waiver: Waiver) -> CreditNoteQuerySet:
    """Drafts of the waivers of that year that came before."""
    earlier = Waiver.objects.filter(
        membership=waiver.membership_id,
        membership_year=waiver.membership_year_id,
        is_waived=True,
        pk__lt=waiver.pk,
    ).select_related("membership_year__period")
    return CreditNote.objects.drafts().filter(
        invoice__membership=waiver.membership_id,
        invoice__membership_year=waiver.membership_year_id,
        reason__in=[reason(row) for row in earlier],
    )
