"""The law of joining: which move joins which states, who makes it and when (prospectus, Costs)."""

from datetime import datetime

from hlp.kit import clock
from hlp.kit.states import Move, moves
from members.models import Claim, Enquiry, Membership, Period, School
from members.states import ClaimState, EnquiryState, MembershipState

DRAFT, SIGNED = MembershipState.DRAFT, MembershipState.SIGNED
WITHDRAWN, ACTIVE, LEAVING, ENDED = (
    MembershipState.WITHDRAWN,
    MembershipState.ACTIVE,
    MembershipState.LEAVING,
    MembershipState.ENDED,
)


def why_joining_is_closed(period: Period, now: datetime) -> str | None:
    """Design 12: late joiners may sign until the period's last date to join."""
    if now < clock.start_of_day(period.signup_opens_on):
        return f"Sign-up for {period} opens on {period.signup_opens_on:%-d %B %Y}."
    if clock.day_of(now) > period.last_join_on:
        return (
            f"The last date to join for {period} was {period.last_join_on:%-d %B %Y}. "
            "Ask the partnership office about the next period."
        )
    return None


def why_not_eligible(school: School, period: Period) -> str | None:
    """Design 12: open, of the period's local authorities, of a type the period takes in."""
    if not school.is_open:
        return f"{school} is closed in the register of schools, so it cannot join."
    if school.la_code not in period.la_codes or school.type not in period.eligible_types:
        return f"{school} is not one of the schools that may join {period}."
    return None


def is_complete(membership: Membership, now: datetime) -> str | None:
    """What the signature needs: contacts, billing and a school that may still join."""
    if closed := why_joining_is_closed(membership.period, now):
        return closed
    return is_filled_in(membership, now)


def is_filled_in(membership: Membership, now: datetime) -> str | None:
    """Contacts and billing, of a school that may join; a paper has its own date."""
    if not_eligible := why_not_eligible(membership.school, membership.period):
        return not_eligible
    wanted = {
        "the headteacher's name": membership.head_name,
        "the headteacher's email": membership.head_email,
        "the email for invoices": membership.finance_email,
        "the name on the invoice": membership.invoice_name,
        "the invoice address": membership.invoice_address,
    }
    missing = [words for words, value in wanted.items() if not value]
    return f"Before signing, add {', '.join(missing)}." if missing else None


def may_still_join(membership: Membership, now: datetime) -> str | None:
    """Sign-up is open and the school may join."""
    return why_joining_is_closed(membership.period, now) or why_not_eligible(
        membership.school, membership.period
    )


def period_still_runs(membership: Membership, now: datetime) -> str | None:
    """The period is not over."""
    ends_on = membership.period.ends_on
    if clock.day_of(now) > ends_on:
        return f"{membership.period} ended on {ends_on:%-d %B %Y}, and the membership with it."
    return None


def is_still_there(membership: Membership, now: datetime) -> str | None:
    """The last day as a member has not passed."""
    leaves_on = membership.leaves_on
    if leaves_on and clock.day_of(now) > leaves_on:
        return f"The school left on {leaves_on:%-d %B %Y}. Ask the partnership office."
    return None


def is_school_closed(membership: Membership, now: datetime) -> str | None:
    """The register has the school closed."""
    if membership.school.is_open:
        return f"{membership.school} is open in the register of schools, so it has not closed."
    return None


MEMBERSHIP_MOVES = moves(
    Membership,
    #    move        from               to        permission                   only if
    Move("sign", {DRAFT}, SIGNED, "members.sign_membership", is_complete, stamp="signed"),
    Move("record_paper", {DRAFT}, SIGNED, "members.record_paper", is_filled_in, stamp="recorded"),
    # A head verified by invitation or by the office needs no second look: the portal activates.
    Move("activate", {SIGNED}, ACTIVE, None, stamp="activated"),
    Move("verify", {SIGNED}, ACTIVE, "members.verify_membership", stamp="activated"),
    Move("send_back", {SIGNED}, DRAFT, "members.verify_membership"),
    Move("withdraw", {DRAFT}, WITHDRAWN, "members.withdraw_draft"),
    Move("take_up", {WITHDRAWN}, DRAFT, "members.prepare_membership", may_still_join),
    Move(
        "give_notice",
        {ACTIVE},
        LEAVING,
        "members.give_notice",
        period_still_runs,
        stamp="notice",
    ),
    Move("stay", {LEAVING}, ACTIVE, "members.give_notice", is_still_there),
    Move(
        "close_school",
        {DRAFT, SIGNED, ACTIVE, LEAVING},
        ENDED,
        "members.settle_succession",
        is_school_closed,
        label="End, because the school closed",
    ),
    Move("end", {DRAFT, SIGNED, ACTIVE, LEAVING}, ENDED, None),
)

CLAIM_MOVES = moves(
    Claim,
    Move(
        "approve",
        {ClaimState.WAITING},
        ClaimState.APPROVED,
        "members.approve_claim",
        stamp="decided",
    ),
    Move(
        "refuse", {ClaimState.WAITING}, ClaimState.REFUSED, "members.approve_claim", stamp="decided"
    ),
    Move("withdraw", {ClaimState.WAITING}, ClaimState.WITHDRAWN, "members.withdraw_claim"),
)

ENQUIRY_MOVES = moves(
    Enquiry,
    # Whoever asks again by email gets a second answer.
    Move(
        "answer",
        {EnquiryState.NEW, EnquiryState.ANSWERED},
        EnquiryState.ANSWERED,
        "members.answer_enquiry",
    ),
    Move(
        "close",
        {EnquiryState.NEW},
        EnquiryState.CLOSED,
        "members.answer_enquiry",
        stamp="closed",
        label="Close without an answer",
    ),
    Move(
        "reopen",
        {EnquiryState.CLOSED},
        EnquiryState.NEW,
        "members.answer_enquiry",
        label="Open again",
    ),
)
