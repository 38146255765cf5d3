"""Mails of leaving: to the head, who signed, who pays, and the office. One template for all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.urls import reverse

from hlp.kit import clock, mail, outbox
from hlp.kit.money import pounds
from members.commitment import day
from members.models import Membership, MembershipYear, User, Waiver


class Owed(Protocol):
    @property
    def year(self) -> MembershipYear: ...
    @property
    def is_owed(self) -> bool: ...


def notice_given(membership: Membership, owed: Sequence[Owed], *, by: User, now: datetime) -> None:
    last_day = membership.leaves_on
    assert last_day is not None  # noqa: S101 - the database's own constraint
    lines = [
        f"{by} has given notice for {membership.school} (URN {membership.school_id}) in"
        f" {membership.period}.",
        f"The school stays a member, with its vote and its places, until {day(last_day)}.",
        *owed_lines(owed),
        "If this is a mistake, the headteacher can take the notice back on the school's page"
        " until that day.",
    ]
    subject = f"{membership.school} leaves on {day(last_day)}"
    _tell(membership, subject, lines, key=f"notice:{membership.pk}:{now.isoformat()}", now=now)


def notice_taken_back(
    membership: Membership, given_at: datetime, *, by: User, now: datetime
) -> None:
    lines = [
        f"{by} has taken back the notice of {day(clock.day_of(given_at))}."
        f" {membership.school} stays a member for {membership.period}."
    ]
    subject = f"{membership.school} stays a member"
    _tell(membership, subject, lines, key=f"stay:{membership.pk}:{now.isoformat()}", now=now)


def waiver_recorded(waiver: Waiver, *, now: datetime) -> None:
    membership, year = waiver.membership, waiver.membership_year
    done = "has waived" if waiver.is_waived else "has taken back its waiver of"
    then = (
        "The school does not owe it. If the invoice has gone out, a credit note follows."
        if waiver.is_waived
        else "The school owes it again."
    )
    lines = [
        f"The Partnership Board {done} the fee of year {year.number} for {membership.school}"
        f" (decision of {day(waiver.decided_on)}, minute {waiver.minute_reference}).",
        then,
    ]
    subject = f"Year {year.number} of {membership.school}: decision of the board"
    _tell(membership, subject, lines, key=f"waiver:{waiver.pk}", now=now)


def left(membership: Membership, *, now: datetime) -> None:
    last_day = membership.ended_on
    assert last_day is not None  # noqa: S101 - the database's own constraint
    lines = [
        f"{day(last_day)} was the last day of {membership.school} as a member for"
        f" {membership.period}. Thank you for having been part of the partnership.",
        "Your invoices stay on the school's page.",
    ]
    subject = f"{membership.school} has left the partnership"
    _tell(membership, subject, lines, key=f"left:{membership.pk}", now=now)


def owed_lines(owed: Sequence[Owed]) -> list[str]:
    """Year by year in pounds, as the page said before the notice."""
    return [_owed_line(row) for row in owed]


def _owed_line(row: Owed) -> str:
    year = row.year
    if not row.is_owed:
        return f"Year {year.number}: nothing is owed."
    upto = "up to " if year.agreed_fee is None and year.number > 1 else ""
    return (
        f"Year {year.number}: {upto}{pounds(year.fee)} is owed, invoiced in"
        f" {year.invoice_on:%B %Y}. Nothing is refunded for part of a year."
    )


def _tell(
    membership: Membership, subject: str, lines: Sequence[str], *, key: str, now: datetime
) -> None:
    url = settings.SITE_URL + reverse("members:school_detail", args=[membership.school_id])
    made = mail.compose(
        "members/told",
        {"title": subject, "lines": lines, "url": url, "label": "The school's page"},
    )
    for address in concerned(membership):
        outbox.queue(
            key=key, to=address, subject=made.subject, text=made.text, html=made.html, now=now
        )


def concerned(membership: Membership) -> list[str]:
    """Who signed, the head, who pays, the school's own office, and ours; each address once."""
    wanted = (
        membership.signed_by.email if membership.signed_by else "",
        membership.head_email,
        membership.business_manager_email,
        membership.finance_email,
        membership.office_email,
        settings.OFFICE_EMAIL,
    )
    return list({address.casefold(): address for address in wanted if address}.values())
