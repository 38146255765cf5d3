"""Preparing a membership: start it, save its steps, ask the head to sign.

Everyone verified at a school may prepare; nothing here commits the school (see signing).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.commitment import current_text
from members.emails import joining as post
from members.models import Membership, Period, School, User
from members.states import OVER_STATES, MembershipState, SchoolRole
from members.workflow import why_joining_is_closed, why_not_eligible

CONTACTS = (
    *("head_name", "head_email", "business_manager_name", "business_manager_email"),
    *("cpd_lead_name", "cpd_lead_email", "office_email"),
)
BILLING = ("finance_email", "purchase_order", "invoice_name", "invoice_address")
STEPS = {"contacts": CONTACTS, "billing": BILLING}
# A step is done once these are there; the rest a school may leave out.
NEEDED = {
    "contacts": ("head_name", "head_email"),
    "billing": ("finance_email", "invoice_name", "invoice_address"),
}


class NotEligible(Refusal):
    """The school is not one of those that may join."""


class JoiningClosed(Refusal):
    """Sign-up has not opened yet, or the last date to join has passed."""


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same step after this page was opened."""


class NobodyToAsk(Refusal):
    """There is no address of a head to write to."""


class Over(Refusal):
    """The membership has ended; nothing about it changes any more."""


def open_period(now: datetime) -> Period:
    """The period schools may join now; the refusal says when it opens or that it is over."""
    period = Period.objects.current(clock.day_of(now))
    if period is None:
        raise JoiningClosed("No period is open for joining yet.")
    if closed := why_joining_is_closed(period, now):
        raise JoiningClosed(closed)
    return period


def start(*, school: School, by: User, now: datetime) -> Membership:
    """The school's membership of the open period. Whoever presses second gets the first one's."""
    access.require(by, "members.prepare_membership", school)
    period = open_period(now)
    if refusal := why_not_eligible(school, period):
        raise NotEligible(refusal)
    with transaction.atomic(), audit.acting(by):
        membership, _ = Membership.objects.get_or_create(
            school=school, period=period, defaults={"started_at": now, "started_by": by}
        )
    return membership


def save(
    *, membership: Membership, step: str, answers: Mapping[str, str], seen: str, by: User
) -> Membership:
    """Keep the answers of one step, unless they are no longer what this person was shown."""
    with transaction.atomic(), audit.acting(by):
        row = _locked(membership, by)
        if seen != fingerprint(row, step):
            raise ChangedMeanwhile(
                "Someone else saved this page while you were typing. Your answers are below and"
                " nothing is lost: look at theirs, then save again to keep yours."
            )
        for field in STEPS[step]:
            setattr(row, field, answers[field])
        row.save(update_fields=STEPS[step])
    return row


def read_commitment(*, membership: Membership, version: int, by: User) -> Membership:
    """Note that the school has read the words it will sign, and which version of them."""
    with transaction.atomic(), audit.acting(by, what="read the commitment"):
        row = _locked(membership, by)
        text = current_text(row.period)
        if text is None or text.version != version:
            raise ChangedMeanwhile("The words have just been changed. Read them again below.")
        if row.state == MembershipState.DRAFT:
            row.commitment = text
            row.save(update_fields=["commitment"])
    return row


def ask_head(*, membership: Membership, by: User, now: datetime) -> list[str]:
    """Mail the head a link to the signature; the same day twice is one mail. Says to whom."""
    access.require(by, "members.prepare_membership", membership)
    heads = User.objects.active().filter(
        affiliations__in=membership.school.affiliations.current(clock.day_of(now)).filter(
            role=SchoolRole.HEADTEACHER
        )
    )
    known = sorted({head.email for head in heads})
    to = known or [membership.head_email]
    if to == [""]:
        raise NobodyToAsk("Add the headteacher's email under contacts first.")
    with transaction.atomic():
        for address in to:
            post.ready_to_sign(membership, asked_by=by, to=address, is_known=bool(known), now=now)
        audit.record(membership, what="asked the head to sign", by=by)
    return to


def fingerprint(membership: Membership, step: str) -> str:
    """What a page shows of a step, in short: it changes when anybody saves something else."""
    values = [getattr(membership, field) for field in STEPS[step]]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def is_done(membership: Membership, step: str) -> bool:
    return all(getattr(membership, field) for field in NEEDED[step])


def has_read(membership: Membership) -> bool:
    """Whether the school has read the words as they are now."""
    if membership.commitment_id is None:
        return False
    text = current_text(membership.period)
    return text is not None and text.pk == membership.commitment_id


def is_filled(membership: Membership) -> bool:
    """Contacts and billing are there. Who signs for a trust reads the words on its own page."""
    return all(is_done(membership, step) for step in STEPS)


def next_step(membership: Membership) -> str:
    """The first step not done: contacts, billing, commitment, else check."""
    for step in STEPS:
        if not is_done(membership, step):
            return step
    return "check" if has_read(membership) else "commitment"


def is_ready(membership: Membership) -> bool:
    """Everything is prepared; what is missing is the signature."""
    return next_step(membership) == "check"


def may_change(membership: Membership, user: User) -> bool:
    """Whose it is to change contacts and billing: anyone's there until signed, then fewer."""
    if membership.state in OVER_STATES:
        return False
    draft = membership.state == MembershipState.DRAFT
    permission = "members.prepare_membership" if draft else "members.update_membership"
    return user.has_perm(permission, membership)


def suggested(membership: Membership, step: str, user: User) -> dict[str, str]:
    """What a step's boxes hold when nothing is saved yet: the register's and the office's words."""
    if is_done(membership, step):
        return {}
    return _suggested_billing(membership) if step == "billing" else _contacts(membership, user)


def _suggested_billing(membership: Membership) -> dict[str, str]:
    school = membership.school
    return {
        "invoice_name": school.name,
        "invoice_address": "\n".join(school.address_lines()),
        "finance_email": membership.business_manager_email,
    }


def _contacts(membership: Membership, user: User) -> dict[str, str]:
    """The office's contacts for the school; the person at the keyboard knows her own better."""
    fields = {
        SchoolRole.HEADTEACHER: "head",
        SchoolRole.BUSINESS_MANAGER: "business_manager",
        SchoolRole.CPD_LEAD: "cpd_lead",
    }
    found: dict[str, str] = {}
    for contact in membership.school.contacts.filter(role__in=fields):
        name = fields[SchoolRole(contact.role)]
        found |= {f"{name}_name": contact.name, f"{name}_email": contact.email}
    for role, name in fields.items():
        if membership.school_id in user.schools_as(role):
            found |= {f"{name}_name": user.name, f"{name}_email": user.email}
    return found


def _locked(membership: Membership, by: User) -> Membership:
    row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if row.state == MembershipState.WITHDRAWN:
        raise Over(f"The sign-up of {row.school} was withdrawn. Start it again first.")
    if row.state == MembershipState.ENDED:
        raise Over(f"The membership of {row.school} has ended, so nothing was changed.")
    draft = row.state == MembershipState.DRAFT
    permission = "members.prepare_membership" if draft else "members.update_membership"
    access.require(by, permission, row)
    return row
