"""A school's own purchase order: theirs to change until the invoice that bears it is issued."""

from datetime import date

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from hlp.kit import audit
from hlp.kit.access import require
from hlp.kit.refusal import Refusal
from invoicing.querysets import PAYERS
from invoicing.states import InvoiceState
from members.models import Membership, User
from members.querysets import schools_as

ISSUED = Q(invoices__state=InvoiceState.ISSUED)


class NothingToCome(Refusal):
    """All invoices of the membership have been issued, and those do not change."""


def expecting_invoices(on: date) -> QuerySet[Membership]:
    """Memberships of which a year is still to be invoiced."""
    members = Membership.objects.members().filter(period__ends_on__gte=on)
    counted = members.annotate(
        issued=Count("invoices", filter=ISSUED, distinct=True),
        years=Count("period__years", distinct=True),
    )
    return counted.filter(Q(issued__lt=F("years")))


def of_payer(user: User, on: date) -> QuerySet[Membership]:
    """Those whose purchase order this person may still change, for their page of invoices."""
    own = expecting_invoices(on).filter(school__in=schools_as(user, *PAYERS))
    return own.select_related("school", "period").order_by("school__name", "pk")


def give_order(*, membership: Membership, purchase_order: str, by: User, on: date) -> Membership:
    """It is copied to the invoice when that is issued, not before."""
    require(by, "invoicing.give_order", membership)
    with transaction.atomic(), audit.acting(by, what="gave the purchase order"):
        row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if not expecting_invoices(on).filter(pk=row.pk).exists():
            raise NothingToCome(
                "All invoices of this membership are issued, and an issued invoice does not"
                " change. Ask the partnership office if yours needs another order number."
            )
        row.purchase_order = purchase_order.strip()
        row.save(update_fields=["purchase_order"])
    return row
