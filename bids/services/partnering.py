"""Partner schools: asked by the lead, in the bid once their own head has accepted.

The line-up is frozen when the call closes; after that it changes only by decision of the board.
"""

from datetime import datetime

from django.db import transaction

from bids import content
from bids.emails import bids as post
from bids.models import Bid, Partner
from bids.services import versions
from bids.states import BidState, CallState
from bids.workflow import may_change
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import School, User

CHANGING = frozenset({BidState.DRAFT, BidState.SUBMITTED})
BOARD_CHANGES = frozenset({CallState.CLOSED, CallState.MARKING, CallState.MODERATING})


class CannotPartner(Refusal):
    """This school cannot be asked, or not any more."""


def set_line_up(bid: Bid) -> None:
    """What interests are declared of: every school in the bid now, asked or accepted."""
    schools = bid.partners.in_the_bid().values_list("school", flat=True)
    bid.line_up = ",".join(str(urn) for urn in sorted({bid.lead_school_id, *schools}))
    bid.save(update_fields=["line_up"])


def ask(*, bid: Bid, school: School, part: str, by: User, now: datetime) -> Partner:
    """The head of the school is asked by mail and on their home page."""
    access.require(by, "bids.choose_partners", bid)
    with transaction.atomic(), audit.acting(by):
        row = _locked(bid)
        if closed := _why_closed(row, now):
            raise CannotPartner(closed)
        return _add(row, school, part, by=by, now=now)


def accept(*, partner: Partner, by: User, now: datetime) -> Partner:
    with transaction.atomic(), audit.acting(by):
        bid = _locked(partner.bid)
        made = states.make(partner, "accept", by=by, now=now)
        if made.change_agreed:
            versions.renew(bid, because=_came(made), by=by, now=now)
        post.partner_answered(made, now=now)
    return made


def decline(*, partner: Partner, by: User, now: datetime) -> Partner:
    """Also after accepting, until the call closes. The bid then no longer names the school."""
    with transaction.atomic(), audit.acting(by):
        bid = _locked(partner.bid)
        made = states.make(partner, "decline", by=by, now=now)
        _left(bid, made, by=by, now=now)
        post.partner_answered(made, now=now)
    return made


def remove(*, partner: Partner, by: User, now: datetime) -> Partner:
    """By the lead school, until the call closes."""
    with transaction.atomic(), audit.acting(by):
        bid = _locked(partner.bid)
        made = states.make(partner, "remove", by=by, now=now)
        _left(bid, made, by=by, now=now)
        post.partner_removed(made, now=now)
    return made


def change_after_closing(
    *,
    bid: Bid,
    agreed: str,
    by: User,
    now: datetime,
    school: School | None = None,
    part: str = "",
    leaving: Partner | None = None,
) -> Partner:
    """What the board decided (`agreed`): a school comes in, once its head accepts, or one leaves.

    Either way a new version of the bid says so, and every assessor is asked for interests again.
    """
    access.require(by, "bids.change_line_up", bid)
    if not agreed.strip():
        raise CannotPartner("Say which decision of the board this follows.")
    with transaction.atomic(), audit.acting(by):
        row = _locked(bid)
        _check_board_may(row)
        if leaving is not None:
            made = states.make(
                leaving, "remove_by_decision", by=by, now=now, change_agreed=agreed.strip()
            )
            _left(row, made, by=by, now=now)
            post.partner_removed(made, now=now)
            return made
        if school is None:
            raise CannotPartner("Choose the school that comes in, or the one that leaves.")
        return _add(row, school, part, by=by, now=now, change_agreed=agreed.strip())


def _add(
    bid: Bid, school: School, part: str, *, by: User, now: datetime, change_agreed: str = ""
) -> Partner:
    if school.pk == bid.lead_school_id:
        raise CannotPartner(f"{school} leads this bid.")
    if not School.objects.members_of(bid.call.priority.year.period).filter(pk=school.pk).exists():
        raise CannotPartner(f"{school} is not a member, so it cannot be a partner.")
    if bid.partners.in_the_bid().filter(school=school).exists():
        raise CannotPartner(f"{school} is in this bid already.")
    partner = Partner.objects.create(
        bid=bid,
        school=school,
        part=part.strip(),
        asked_at=now,
        asked_by=by,
        change_agreed=change_agreed,
    )
    set_line_up(bid)
    post.partner_asked(partner, now=now)
    return partner


def _check_board_may(bid: Bid) -> None:
    """From closing on, before which the lead school chooses, until the decisions are closed."""
    if bid.state in {BidState.WITHDRAWN, BidState.DECIDED}:
        raise CannotPartner(f"This bid is {bid.get_state_display().lower()}.")
    if bid.call.state not in BOARD_CHANGES:
        raise CannotPartner(
            "Until the call closes the lead school chooses its partners; once the board’s decisions"
            " are closed they stay, unless the call is taken up again."
        )


def _left(bid: Bid, partner: Partner, *, by: User, now: datetime) -> None:
    """The board must not read of a partner that is none, so the last version is renewed."""
    set_line_up(bid)
    last = content.last(bid)
    if last and partner.school_id in {row["urn"] for row in last.content["partners"]}:
        versions.renew(bid, because=_gone(partner), by=by, now=now)


def _came(partner: Partner) -> str:
    return f"{partner.school} came in as a partner: {partner.change_agreed}"[:300]


def _gone(partner: Partner) -> str:
    agreed = f": {partner.change_agreed}" if partner.change_agreed else ""
    return f"{partner.school} is no longer a partner{agreed}"[:300]


def _why_closed(bid: Bid, now: datetime) -> str | None:
    if bid.state not in CHANGING:
        return f"This bid is {bid.get_state_display().lower()}, so its partners stay as they are."
    return may_change(bid, now)


def _locked(bid: Bid) -> Bid:
    return (
        Bid.objects.select_for_update(of=("self",))
        .select_related("call__priority__year__period", "lead_school")
        .get(pk=bid.pk)
    )
