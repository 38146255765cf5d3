"""Asking bidders to combine: one joint bid, which every partner accepts before it is submitted.

The joint bid stands beside its parts, whose marks stay. It is screened and everybody declares
anew, since its schools are others together.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from bids.emails import deciding as post
from bids.models import Bid, Call, Partner, Section
from bids.services import partnering
from bids.services.moderating import NotNow
from bids.states import BidState, CallState, Outcome, PartnerState, SectionKind
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import School, User


class CannotCombine(Refusal):
    """Fewer than two bids, of one call, that the board asked to combine."""


def combine(*, bids: Sequence[Bid], lead: Bid, by: User, now: datetime) -> Bid:
    """A draft led by `lead`'s school, with the other schools asked and the lead's text in it."""
    for bid in bids:
        access.require(by, "bids.decide_bid", bid)
    with transaction.atomic(), audit.acting(by):
        call = Call.objects.select_for_update().get(pk=lead.call_id)
        _check(call, bids, lead)
        number = (call.bids.aggregate(last=Max("number"))["last"] or 0) + 1
        joint = Bid.objects.create(
            call=call,
            lead_school=lead.lead_school,
            number=number,
            is_joint=True,
            title=lead.title,
            summary=lead.summary,
            cost=lead.cost,
            cost_notes=lead.cost_notes,
            created_at=now,
            created_by=by,
        )
        joint.combines.set(bids)
        _write_sections(joint, lead, now)
        _ask_schools(joint, bids, by, now)
        partnering.set_line_up(joint)
        for bid in bids:
            post.asked_to_combine(bid, joint, now=now)
    return joint


def _check(call: Call, bids: Sequence[Bid], lead: Bid) -> None:
    if call.state != CallState.MODERATING:
        raise NotNow("This can be done only while the call is being moderated.")
    if len({bid.pk for bid in bids}) < 2 or lead not in bids:
        raise CannotCombine("Choose at least two bids, and which of them leads.")
    for bid in bids:
        decision = getattr(bid, "decision", None)
        if bid.call_id != call.pk or decision is None or decision.outcome != Outcome.COMBINE:
            raise CannotCombine(f"Decide first that {bid} is asked to combine.")
        if bid.into.exclude(state=BidState.WITHDRAWN).exists():
            raise CannotCombine(f"{bid} is in a joint bid already.")


def _write_sections(joint: Bid, lead: Bid, now: datetime) -> None:
    texts = lead.versions.order_by("-number").values_list("content", flat=True).first() or {}
    sections = texts.get("sections", {})
    for kind in SectionKind:
        said = sections.get(kind.value, {})
        Section.objects.create(
            bid=joint,
            kind=kind,
            text=said.get("text", ""),
            planned_on=said.get("planned_on") or None,
            saved_at=now,
        )


def _ask_schools(joint: Bid, bids: Sequence[Bid], by: User, now: datetime) -> None:
    """Every school of every part but the one that leads."""
    partners = Partner.objects.filter(bid__in=bids, state=PartnerState.ACCEPTED)
    urns = {bid.lead_school_id for bid in bids} | set(partners.values_list("school", flat=True))
    parts = dict(partners.values_list("school", "part"))
    for school in School.objects.filter(pk__in=urns - {joint.lead_school_id}).order_by("pk"):
        Partner.objects.create(
            bid=joint, school=school, part=parts.get(school.pk, ""), asked_at=now, asked_by=by
        )
