"""What invoicing adds to other apps' pages: a school's invoices on the school's page."""

from datetime import datetime

from hlp.kit import clock
from hlp.kit.sections import Section
from invoicing.models import Invoice
from members.models import School
from members.querysets import AnyUser

SHOWN = 6  # three periods' worth; the list has them all


def invoices_of(school: School, user: AnyUser, now: datetime) -> Section | None:
    """For whoever may see the invoices; also those from before a change of URN."""
    visible = Invoice.objects.visible_to(user).issued().filter(membership__school=school)
    today = clock.day_of(now)
    found = visible.with_balance(today).newest_first()[:SHOWN]
    rows = [(invoice, invoice.standing(today)) for invoice in found]
    if not rows:
        return None
    context = {"rows": rows, "school": school}
    return Section("Invoices", "invoicing/school_section.html", context)
