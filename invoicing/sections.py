"""What invoicing adds to other apps' pages: a school's invoices on the school's page."""

from datetime import datetime

from hlp.kit.sections import Section
from invoicing.models import Invoice
from members.models import School
from members.querysets import AnyUser

SHOWN = 6  # three periods' worth; the list has them all


def invoices_of(school: School, user: AnyUser, now: datetime) -> Section | None:
    """For whoever may see the invoices; also those from before a change of URN."""
    visible = Invoice.objects.visible_to(user).issued().filter(membership__school=school)
    invoices = list(visible.newest_first()[:SHOWN])
    if not invoices:
        return None
    context = {"invoices": invoices, "school": school}
    return Section("Invoices", "invoicing/school_section.html", context)
