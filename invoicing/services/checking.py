"""What an invoice still lacks, in words; some of it holds the invoice back."""

from dataclasses import dataclass

from members import owing
from members.models import Membership, MembershipYear


@dataclass(frozen=True)
class Problem:
    words: str
    holds_back: bool = False


def problems(membership: Membership, year: MembershipYear) -> list[Problem]:
    """Held back: nobody to send it to in law. The rest a school may put right later."""
    found = [
        # A leaver still owes year 2: what counts is the period's policy, not the state.
        (not owing.does_owe(membership, year), Problem("Does not owe this year", holds_back=True)),
        # Design 12: a closed school does not owe, its successor carries on.
        (not membership.school.is_open, Problem("School closed", holds_back=True)),
        (
            not (membership.invoice_name and membership.invoice_address),
            Problem("No invoice address", holds_back=True),
        ),
        (not membership.purchase_order, Problem("No purchase order number")),
        (not membership.finance_email, Problem("No email for invoices")),
    ]
    return [problem for applies, problem in found if applies]


def reason_to_hold_back(membership: Membership, year: MembershipYear) -> str:
    """The reasons as one phrase; empty when the invoice may go out."""
    return ", ".join(p.words for p in problems(membership, year) if p.holds_back)
