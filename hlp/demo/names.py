"""What the demo's schools and people are called, and what they type into forms."""

from members.models import School, User

NAMES = (
    *("Grace Okafor", "Martin Hale", "Priya Nair", "Joanne Fisk", "Tomasz Zielinski"),
    *("Amina Hassan", "Peter Lowell", "Ruth Bannerman", "Callum Reid", "Sofia Marino"),
)


def name_of(school: School) -> str:
    return NAMES[school.urn % len(NAMES)]


def address(who: str, school: School) -> str:
    return f"{who}@school{school.urn}.example"


def contacts(school: School, head: User) -> dict[str, str]:
    return {
        "head_name": head.name,
        "head_email": head.email,
        "business_manager_name": "",
        "business_manager_email": address("sbm", school),
        "cpd_lead_name": "",
        "cpd_lead_email": "",
        "office_email": address("office", school),
    }


def billing(school: School) -> dict[str, str]:
    return {
        "finance_email": address("finance", school),
        # One school in four has not sent its order number yet.
        "purchase_order": f"PO-{school.urn % 9000 + 1000}" if school.urn % 4 else "",
        "invoice_name": school.name,
        "invoice_address": "\n".join(school.address_lines()),
    }
