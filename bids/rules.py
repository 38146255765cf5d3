"""Who may do what with calls, bids and marks (design 12, the table of powers).

Conflicts of interest are rules: whoever works for a school or trust of a bid is out of the whole
call as assessor, preparer and decider; any other interest is declared per bid before its content
opens. Bidders always reach their own bid.
"""

import rules

from bids.models import Bid, Call, Interest, MarkSheet, Partner, Question
from bids.querysets.standing import BIDDERS
from bids.states import REVEALED, EditorRights, InterestKind
from hlp.kit import clock
from members.models import RoleHeld, School
from members.querysets import AnyUser
from members.rules import (
    holds_role,
    is_chair,
    is_clerk,
    is_head_of,
    is_office,
    school_of,
    works_as,
)
from members.states import PortalRole, SchoolRole


def bid_of(thing: object) -> Bid | None:
    return thing if isinstance(thing, Bid) else getattr(thing, "bid", None)


def call_of(thing: object) -> Call | None:
    if isinstance(thing, Call):
        return thing
    bid = bid_of(thing)
    return bid.call if bid else getattr(thing, "call", None)


@rules.predicate
def is_announced(user: AnyUser, call: Call | None) -> bool:
    return call is not None and call.opened_at is not None


@rules.predicate
def is_answered(user: AnyUser, question: Question | None) -> bool:
    return question is not None and question.is_answered


@rules.predicate
def has_asked(user: AnyUser, question: Question | None) -> bool:
    return question is not None and user.is_authenticated and question.asked_by_id == user.pk


@rules.predicate
def works_on(user: AnyUser, thing: object) -> bool:
    """For a school of the bid, or as an accepted co-editor."""
    bid = bid_of(thing)
    return bid is not None and Bid.objects.of_own(user).filter(pk=bid.pk).exists()


@rules.predicate
def leads(user: AnyUser, thing: object) -> bool:
    """Head or business manager of the lead school."""
    bid = bid_of(thing)
    return (
        bid is not None
        and user.is_authenticated
        and (bid.lead_school_id in user.schools_as(*BIDDERS))
    )


@rules.predicate
def heads_lead(user: AnyUser, thing: object) -> bool:
    bid = bid_of(thing)
    return (
        bid is not None
        and user.is_authenticated
        and (bid.lead_school_id in user.schools_as(SchoolRole.HEADTEACHER))
    )


def invited_to(*rights: EditorRights) -> rules.Predicate:
    """Whether the person accepted an invitation to the bid with one of these rights."""

    def check(user: AnyUser, thing: object) -> bool:
        bid = bid_of(thing)
        if bid is None or not user.is_authenticated:
            return False
        return bid.editors.working().filter(user=user, rights__in=rights).exists()

    return rules.predicate(check, name="invited_to_" + "_or_".join(rights))


@rules.predicate
def heads_partner(user: AnyUser, partner: Partner | None) -> bool:
    return (
        partner is not None
        and user.is_authenticated
        and (partner.school_id in user.schools_as(SchoolRole.HEADTEACHER))
    )


@rules.predicate
def is_out(user: AnyUser, thing: object) -> bool:
    """Works for a school or trust that leads or partners a bid of this call."""
    call = call_of(thing)
    if call is None:
        return True
    return Bid.objects.calls_out_of(user).filter(call=call).exists()


@rules.predicate
def is_clear(user: AnyUser, thing: object) -> bool:
    """Passed the screen, unsealed, declared, and nothing stands in the way."""
    bid = bid_of(thing)
    return bid is not None and Bid.objects.for_assessor(user).filter(pk=bid.pk).exists()


@rules.predicate
def marks_first(user: AnyUser, thing: object) -> bool:
    """Came to the panel after moderation opened, and has not given their own marks yet."""
    bid = bid_of(thing)
    if bid is None or bid.call.state not in REVEALED or not user.is_authenticated:
        return False
    return not Bid.objects.shown_to(user).filter(pk=bid.pk).exists()


@rules.predicate
def may_prepare(user: AnyUser, thing: object) -> bool:
    """Office or clerk, the bid unsealed, and not out of the call."""
    bid = bid_of(thing)
    return bid is not None and Bid.objects.for_preparers(user).filter(pk=bid.pk).exists()


@rules.predicate
def is_own_interest(user: AnyUser, interest: Interest | None) -> bool:
    return interest is not None and interest.user_id == user.pk


@rules.predicate
def is_of_the_chair(user: AnyUser, interest: Interest | None) -> bool:
    """The chair's own interest: a deputy rules on it (design 6)."""
    return interest is not None and interest.user.holds(PortalRole.CHAIR, PortalRole.ACTING_CHAIR)


@rules.predicate
def has_interest(user: AnyUser, thing: object) -> bool:
    """Has said that there is an interest in this bid, and was not ruled in."""
    bid = bid_of(thing)
    if bid is None or not user.is_authenticated:
        return False
    said = Interest.objects.newest().filter(bid=bid, user=user).exclude(kind=InterestKind.NONE)
    return said.exclude(ruling__stays_out=False).exists()


@rules.predicate
def no_chair_is_free(user: AnyUser, thing: object) -> bool:
    """Nobody in the chair, or only people who are out of this call or bid themselves."""
    chairs = RoleHeld.objects.of(PortalRole.CHAIR, PortalRole.ACTING_CHAIR).current(clock.today())
    return all(
        is_out(held.user, thing) or has_interest(held.user, thing)
        for held in chairs.select_related("user")
    )


@rules.predicate
def is_perceived(user: AnyUser, interest: Interest | None) -> bool:
    return interest is not None and interest.kind == InterestKind.PERCEIVED


@rules.predicate
def is_own_sheet(user: AnyUser, sheet: MarkSheet | None) -> bool:
    return sheet is not None and sheet.assessor_id == user.pk


@rules.predicate
def sees_sheet(user: AnyUser, sheet: MarkSheet | None) -> bool:
    return sheet is not None and MarkSheet.objects.visible_to(user).filter(pk=sheet.pk).exists()


@rules.predicate
def works_at_a_school(user: AnyUser, thing: School | None) -> bool:
    """Anybody of a school may ask a question about a call."""
    school = school_of(thing)
    urns = user.schools_as(*SchoolRole) if user.is_authenticated else set()
    return bool(urns) if school is None else school.pk in urns


is_assessor = holds_role(PortalRole.BOARD_MEMBER, PortalRole.PANEL_ASSESSOR)
is_decider = holds_role(PortalRole.BOARD_MEMBER)
is_deputy = holds_role(PortalRole.DEPUTY_CHAIR)
prepares = is_office | is_clerk
edits = leads | invited_to(EditorRights.EDIT, EditorRights.SUBMIT)

# what                                   who
rules.add_perm("bids.view_call", is_announced | prepares)
rules.add_perm("bids.manage_call", prepares)
rules.add_perm("bids.view_question", prepares | is_answered | has_asked)
rules.add_perm("bids.ask_question", works_at_a_school)
rules.add_perm("bids.answer_question", prepares)
rules.add_perm("bids.start_bid", works_as(*BIDDERS))
rules.add_perm("bids.view_bid", works_on | may_prepare | is_clear)
rules.add_perm("bids.edit_bid", edits)
rules.add_perm("bids.submit_bid", heads_lead | invited_to(EditorRights.SUBMIT))
rules.add_perm("bids.withdraw_bid", heads_lead)
rules.add_perm("bids.invite_editor", leads)
rules.add_perm("bids.choose_partners", leads)
rules.add_perm("bids.answer_partnership", heads_partner)
rules.add_perm("bids.change_line_up", may_prepare)  # after closing, by decision of the board
rules.add_perm("bids.see_own", works_on)  # letter and feedback, whatever else one may not see
rules.add_perm("bids.open_early", prepares & ~is_out)
rules.add_perm("bids.see_early_openings", prepares | is_chair)
rules.add_perm("bids.grant_exception", is_office)
rules.add_perm("bids.oversee_call", prepares & ~is_out)  # who bids, who marks, who owes
rules.add_perm("bids.screen_bid", may_prepare)
rules.add_perm("bids.clarify_bid", may_prepare)
rules.add_perm("bids.declare_interest", is_assessor & ~is_out)
rules.add_perm(
    "bids.rule_on_interest",
    is_perceived
    & ~is_own_interest
    & ~is_out
    & ~has_interest
    & (is_chair & ~is_of_the_chair | is_deputy & (is_of_the_chair | no_chair_is_free)),
)
rules.add_perm("bids.view_interests", (prepares | is_chair | is_deputy) & ~is_out)
rules.add_perm("bids.attend_panel", is_clerk & ~is_out)
rules.add_perm("bids.mark_bid", is_clear)
rules.add_perm("bids.submit_marks", is_own_sheet & is_clear)
rules.add_perm("bids.view_marksheet", sees_sheet)
rules.add_perm("bids.moderate_bid", is_clear & ~marks_first)
rules.add_perm("bids.note_presence", is_clear & ~marks_first | is_clerk & may_prepare)
rules.add_perm("bids.open_moderation", (prepares | is_decider) & ~is_out)
rules.add_perm("bids.decide_bid", is_decider & is_clear & ~marks_first)
rules.add_perm("bids.decide_call", is_decider & ~is_out)
rules.add_perm("bids.break_tie", (is_chair | is_deputy & no_chair_is_free) & ~is_out)
rules.add_perm("bids.prepare_publication", is_clerk & ~is_out)
# The chair publishes; where the chair is out of the call, a deputy does (design 6, 12).
rules.add_perm("bids.publish_decision", (is_chair | is_deputy) & ~is_out)
rules.add_perm("bids.call_again", prepares)
# Of a whole call: tables, ranking, letters. Each line in them is asked about by itself.
rules.add_perm("bids.view_panel", (is_assessor | is_chair | is_deputy | prepares) & ~is_out)
rules.add_perm("bids.arrange_feedback", prepares)

__all__ = ["bid_of", "call_of", "is_assessor", "is_clear", "is_head_of", "is_out", "works_on"]
