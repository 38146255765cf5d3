"""The answers of a sign-up as rows to check, and as what a form starts with."""

from typing import Any

from django.urls import reverse

from hlp.kit.components import Row
from members.models import Membership, User
from members.services import joining

NOT_GIVEN = "Not given"
KEYS = {
    "contacts": "members:join_contacts",
    "billing": "members:join_billing",
}


def initial(membership: Membership, step: str, user: User) -> dict[str, Any]:
    """The saved answers, else what the register and the office suggest; and what was seen."""
    values = {field: getattr(membership, field) for field in joining.STEPS[step]}
    values |= joining.suggested(membership, step, user)
    if step == "billing":
        answered = joining.is_done(membership, step)
        values["has_order"] = "yes" if values["purchase_order"] else "no" if answered else ""
    return {**values, "seen": joining.fingerprint(membership, step)}


def rows(membership: Membership, step: str, *, links: bool = True) -> list[Row]:
    made = _contacts(membership) if step == "contacts" else _billing(membership)
    url = reverse(KEYS[step], args=[membership.school_id]) if links else ""
    return [Row(key, value or NOT_GIVEN, url, about=key.lower()) for key, value in made]


def school_rows(membership: Membership) -> list[Row]:
    school = membership.school
    return [
        Row("School", school.name),
        Row("URN", school.urn),
        Row("Kind of school", f"{school.type}, {school.phase_in_words.lower()}"),
        Row("Address", "\n".join(school.address_lines())),
    ]


def _contacts(membership: Membership) -> list[tuple[str, str]]:
    m = membership
    return [
        ("Headteacher", _person(m.head_name, m.head_email)),
        ("Business manager", _person(m.business_manager_name, m.business_manager_email)),
        ("CPD lead", _person(m.cpd_lead_name, m.cpd_lead_email)),
        ("School office", m.office_email),
    ]


def _billing(membership: Membership) -> list[tuple[str, str]]:
    return [
        ("Email for invoices", membership.finance_email),
        ("Purchase order number", membership.purchase_order or "None yet"),
        ("Name on the invoice", membership.invoice_name),
        ("Address on the invoice", membership.invoice_address),
    ]


def _person(name: str, email: str) -> str:
    return "\n".join(filter(None, (name, email)))
