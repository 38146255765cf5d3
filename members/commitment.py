"""The commitment in words: the period's text with its dates and figures filled in.

Prospectus, Costs, and design 12. What a school reads before it signs and what its agreement says
come from here; a signature keeps the words as they were (`Membership.signed_words`).
"""

import hashlib
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hlp.kit.money import pounds
from members.models import CommitmentText, MembershipYear, Period, School

JOINERS = (
    "A school that joins after {starts} owes the whole fee of the membership year in which it"
    " joins. Fees are not reduced or refunded for part of a year."
)
LEAVERS_OWE = (
    "A school that leaves early still owes the fee for year 2, unless the Partnership Board"
    " waives it. A school that closes does not; its successor carries on the membership."
)
LEAVERS_GO = (
    "A school that leaves or closes before year 2 begins does not owe the fee for year 2. The"
    " successor of a school that closes carries on the membership."
)

VatWords = Callable[[School, date], str]
NAME = re.compile(r"\{(\w+)\}")

DEFAULT_TEXT = "\n".join(
    (
        "{school} joins the Hillingdon Learning Partnership for two years, from {starts}"
        " to {ends}.",
        "The annual cost is {fee} for all schools. {vat}",
        "Year 1 runs from {year_1_starts} to {year_1_ends}. The fee of {year_1_fee} is invoiced in"
        " {year_1_invoiced}.",
        "Year 2 runs from {year_2_starts} to {year_2_ends}. The fee is up to a further {year_2_cap}"
        " and is invoiced in {year_2_invoiced}. The Partnership Board agrees any reduction if"
        " there is budget carried over from year 1.",
        "Invoices are due for payment within {payment_days} days.",
        "{joiners}",
        "{leavers}",
        "The membership fee covers the costs of all support from the partnership. There are no"
        " additional charges for any support.",
    )
)


class _VatWords:
    """Whether VAT comes on top for a kind of school. Members cannot know: invoicing tells."""

    nothing_told = "No VAT is added."

    def __init__(self) -> None:
        self._asked: VatWords | None = None

    def register(self, asked: VatWords) -> VatWords:
        """The one function that answers, given the school and the day the words are for."""
        self._asked = asked
        return asked

    def __call__(self, school: School, on: date) -> str:
        return self._asked(school, on) if self._asked else self.nothing_told


vat_words = _VatWords()


def current_text(period: Period) -> CommitmentText | None:
    """The newest version; None while the office has not written one."""
    return period.commitments.order_by("-version").first()


def paragraphs(text: CommitmentText, school: School, on: date) -> list[str]:
    """What the school commits to, one paragraph each. Unknown names in braces stay as they are."""
    return wording(text, on)(school)


def wording(text: CommitmentText, on: date) -> Callable[[School], list[str]]:
    """The same for many schools: figures are read once, VAT once for each type of school."""
    figures = _figures(text.period)
    lines = [line.strip() for line in text.body.splitlines() if line.strip()]
    vat: dict[str, str] = {}

    def fill(school: School) -> list[str]:
        if school.type not in vat:
            vat[school.type] = vat_words(school, on)
        known = figures | {"school": school.name, "vat": vat[school.type]}
        return [
            NAME.sub(lambda found: known.get(found[1], found[0]), line).strip() for line in lines
        ]

    return fill


def unknown_names(body: str, period: Period) -> list[str]:
    """Names in braces that nothing is filled in for."""
    known = {*_figures(period), "school", "vat"}
    return [name for name in NAME.findall(body) if name not in known]


def seal(words: str) -> str:
    """Short proof of which words were signed: the start of their SHA-256."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def in_words(amount: Decimal) -> str:
    """£1,500 where it is whole pounds, £1,500.50 where it is not."""
    return pounds(amount).removesuffix(".00")


def day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _figures(period: Period) -> dict[str, str]:
    figures = _policy(period) | {
        "period": period.name,
        "starts": day(period.starts_on),
        "ends": day(period.ends_on),
        "payment_days": str(period.payment_days),
    }
    for year in period.years.order_by("number"):
        figures.setdefault("fee", in_words(year.fee_cap))
        figures |= _figures_of(year)
    return figures


def _policy(period: Period) -> dict[str, str]:
    """What holds for joiners and leavers, in the words of the policy that is executed (owing)."""
    joiners = JOINERS.format(starts=day(period.starts_on))
    leavers = LEAVERS_OWE if period.leaver_owes_year_2 else LEAVERS_GO
    return {"joiners": joiners, "leavers": leavers, "last_join": day(period.last_join_on)}


def _figures_of(year: MembershipYear) -> dict[str, str]:
    return {
        f"year_{year.number}_starts": day(year.starts_on),
        f"year_{year.number}_ends": day(year.ends_on),
        f"year_{year.number}_fee": in_words(year.fee),
        f"year_{year.number}_cap": in_words(year.fee_cap),
        f"year_{year.number}_invoiced": f"{year.invoice_on:%B %Y}",
    }
