"""One story for each rule of bidding, in the prospectus's own spring: a call closes on 2 May."""

from datetime import date, timedelta

from django.conf import settings

from bids.models import Call, Priority
from bids.services import questions, writing
from bids.states import BidState, CallState
from members.states import SchoolRole
from tests.factories import cast, deciding
from tests.factories.bids import T0, BidFactory, CallFactory, member_of, office, partner
from tests.factories.members import AffiliationFactory
from tests.reminders.cases import HANNA, Case

BOURNE_LANE = "Bourne Lane Primary School"
CLOSES = "Monday 2 May 2022"


def a_call() -> Call:
    priority = Priority.objects.first()
    more = {"priority": priority} if priority else {}
    return CallFactory.create(title="Lead school for SEND", state=CallState.OPEN, **more)


def drafts() -> None:
    """A draft of Bourne Lane; another school's is submitted, a third's withdrawn."""
    call, school = a_call(), cast.primary_school()
    cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    cast.at_school("Tom Teacher", school, SchoolRole.STAFF)
    BidFactory.create(call=call, lead_school=school)
    BidFactory.create(call=call, state=BidState.SUBMITTED)
    BidFactory.create(call=call, state=BidState.WITHDRAWN)


def a_member_in_no_bid() -> None:
    """Bourne Lane has no bid; others lead or partner one, and one is no member."""
    call, school = a_call(), cast.primary_school()
    cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    member_of(call, school)
    BidFactory.create(call=call, partners=[member_of(call)])
    cast.at_school("Omar Head", cast.secondary_school(), SchoolRole.HEADTEACHER)


def a_question() -> None:
    """Asked on Monday 4 April; another has its answer."""
    call, school = a_call(), cast.primary_school()
    head = cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    asked = [
        questions.ask(call=call, school=school, text="May we share?", by=head, now=T0)
        for _ in range(2)
    ]
    questions.answer(question=asked[1], answer="Yes.", by=office(), now=T0 + timedelta(hours=1))


def asked_to_partner() -> None:
    """Bourne Lane is asked by Uxbridge Moor; another school has accepted already."""
    call, school, lead = a_call(), cast.primary_school(), cast.secondary_school()
    cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    cast.at_school("Omar Head", lead, SchoolRole.HEADTEACHER)
    bid = BidFactory.create(call=call, lead_school=lead)
    partner(bid, school, accepts=False)
    partner(bid)


def changed_since() -> None:
    """Bourne Lane changed its bid after submitting it; another school's is as it was."""
    call, school = a_call(), cast.primary_school()
    head = cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    bid = BidFactory.create(call=call, lead_school=school, state=BidState.SUBMITTED)
    BidFactory.create(call=call, state=BidState.SUBMITTED)
    section = bid.sections.get(kind="approach")
    writing.save_section(
        bid=bid,
        kind="approach",
        text="A better plan.",
        planned_on=None,
        revision=section.revision,
        by=head,
        now=T0 + timedelta(days=2),
    )


def a_panel() -> None:
    """One has marked, one works for a bidder, one owes; marks are due on Monday 23 May."""
    call = deciding.marking_call(1, members=3, title="Lead school for SEND")
    marked, out, _ = deciding.board_members(3)
    deciding.give(call.bids.get(), marked, (3, 3, 3, 3))
    AffiliationFactory.create(user=out, school=call.bids.get().lead_school)


CASES = [
    Case(
        "bids.draft_unfinished",
        drafts,
        [HANNA],
        f"Reminder: Your bid is not submitted. The call closes on {CLOSES}",
        f"Lead school for SEND: {BOURNE_LANE}, until midday on 2 May 2022. A draft is not marked.",
        "Your bid: {site}/bids/bid/{bid}/",
        # Two days before is a Saturday and the last day a bank holiday: both come on the Friday.
        [date(2022, 4, 25), date(2022, 4, 29)],
    ),
    Case(
        "bids.partner_waiting",
        asked_to_partner,
        [HANNA],
        f"Reminder: Will {BOURNE_LANE} be a partner? The call closes on {CLOSES}",
        "Uxbridge Moor School asks for its bid “Lead school for SEND” and cannot submit it"
        " without your answer.",
        "Read the bid and answer: {site}/bids/bid/partner/{partner}/",
        [date(2022, 4, 25), date(2022, 4, 29)],
    ),
    Case(
        "bids.partner_missing",
        asked_to_partner,
        ["omar.head@example.org"],
        f"Reminder: {BOURNE_LANE} has not answered; the call closes on {CLOSES}",
        "Your bid for “Lead school for SEND” cannot be submitted until its headteacher has"
        " accepted, or you take the school out.",
        "Partner schools: {site}/bids/bid/{bid}/partners/",
        [date(2022, 4, 29)],
    ),
    Case(
        "bids.changes_unsent",
        changed_since,
        [HANNA],
        f"Reminder: Your bid has changes not submitted; the call closes on {CLOSES}",
        "“Lead school for SEND”: Approach. The board reads the bid as it was submitted.",
        "Your bid: {site}/bids/bid/{bid}/",
        [date(2022, 4, 29)],
    ),
    Case(
        "bids.call_closing",
        a_member_in_no_bid,
        [HANNA],
        f"Reminder: A call for bids closes on {CLOSES}",
        "Lead school for SEND: schools can bid to lead SEND",
        "The call: {site}/bids/{call}/",
        [date(2022, 4, 14)],  # two weeks before is Easter Monday
    ),
    Case(
        "bids.questions_waiting",
        a_question,
        [settings.OFFICE_EMAIL],
        "Reminder: A question about “Lead school for SEND” waits for its answer",
        "It was asked",
        "Answer it: {site}/bids/office/questions/{question}/",
        [date(2022, 4, 6), date(2022, 4, 8)],
    ),
    Case(
        "bids.marks_outstanding",
        a_panel,
        ["member.3@example.org"],
        "Reminder: Your marks are due on Monday 23 May 2022",
        "Lead school for SEND: you have interests to declare or bids to mark.",
        "Your marking: {site}/bids/marking/{call}/",
        # Two days before is a Saturday.
        [date(2022, 5, 16), date(2022, 5, 20), date(2022, 5, 24), date(2022, 5, 27)],
    ),
]
