"""One story for each rule of the portal: what is there, on which day, what the mail then says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import time_machine
from django.conf import settings

from board.states import SeatKind
from members.states import PortalRole, SchoolRole
from tests.factories import board, cast, invoicing, seats
from tests.factories.members import (
    ClaimFactory,
    ContactFactory,
    InvitationFactory,
    MembershipFactory,
    RoleHeldFactory,
    SchoolFactory,
    TrustFactory,
    UserFactory,
    make_period,
)

HANNA = "hanna.head@example.org"
PAYER = "finance@bourne.example"
STARTED = datetime(2022, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """`says` stands in the text, `link` is where it leads; `days` are all on which it speaks."""

    rule: str
    arrange: Callable[[], object]
    to: list[str]
    subject: str
    says: str
    link: str
    days: list[date]
    more: str = ""  # what tells this case from another of its rule

    def __str__(self) -> str:
        return f"{self.rule} {self.more}".strip()

    @property
    def first(self) -> date:
        return self.days[0]


def invited_and_on_file() -> None:
    """The business manager is invited; the head is on file, the CPD lead as well; one is closed."""
    make_period()
    school = cast.primary_school()
    InvitationFactory.create(
        school=school, role=SchoolRole.BUSINESS_MANAGER, email="bea.manager@example.org"
    )
    InvitationFactory.create(school=school, email="gone@example.org", revoked_at=STARTED)
    ContactFactory.create(school=school, email=HANNA)
    ContactFactory.create(school=school, email="cpd@example.org", role=SchoolRole.CPD_LEAD)
    ContactFactory.create(email="never.invited@example.org")
    InvitationFactory.create(school__status="Closed")
    invited = invoicing.member().school  # signed already
    InvitationFactory.create(school=invited, email="has.signed@example.org")


def schools_of_a_trust() -> None:
    """Two of three have not signed, and nobody was invited; another trust's person has left."""
    make_period()
    trust, other = TrustFactory.create(name="Colne Trust"), TrustFactory.create()
    for name in ("Yew Primary School", "Ash Primary School"):
        SchoolFactory.create(name=name, trust=trust)
    SchoolFactory.create(trust=other)
    invoicing.member(SchoolFactory.create(trust=trust))
    SchoolFactory.create(trust=trust, status="Closed")
    signs = {"role": PortalRole.TRUST_SIGNATORY, "from_on": date(2022, 1, 1)}
    RoleHeldFactory.create(user__email="tara.trust@example.org", trust=trust, **signs)
    RoleHeldFactory.create(trust=other, to_on=date(2022, 2, 28), **signs)


def draft(**answers: str) -> None:
    period, school = make_period(), cast.primary_school()
    cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    cast.at_school("Tom Teacher", school, SchoolRole.STAFF)
    with time_machine.travel(STARTED, tick=False):
        MembershipFactory.create(school=school, period=period, **answers)


def complete_draft() -> None:
    draft(
        head_name="Hanna Head",
        head_email=HANNA,
        finance_email=PAYER,
        invoice_name="Bourne Lane",
        invoice_address="1 High Street",
    )


def draft_of_nobody() -> None:
    with time_machine.travel(STARTED, tick=False):
        MembershipFactory.create(
            school=cast.primary_school(), period=make_period(), head_email=HANNA
        )


def claims() -> None:
    ClaimFactory.create_batch(2, made_at=datetime(2022, 3, 3, 16, tzinfo=UTC))  # a Thursday
    ClaimFactory.create(made_at=datetime(2022, 3, 7, 9, tzinfo=UTC))


def invoice() -> None:
    """Due on Sunday 1 May 2022, and another school's, paid by somebody else, with no address."""
    school = cast.primary_school()
    memberships = [
        invoicing.member(school, finance_email=PAYER),
        invoicing.member(finance_email=""),
    ]
    invoicing.issued(memberships)


def board_member() -> None:
    """A representative of the LA until the end of June; another whom somebody comes after."""
    ends = {"to_on": date(2022, 6, 30), "from_on": date(2022, 1, 1)}
    person = UserFactory.create(name="Lara Authority", email="lara@example.org")
    seats.appoint(SeatKind.LA, person=person, **ends)
    followed = seats.appoint(SeatKind.HASH, **ends)
    seats.appoint(SeatKind.HASH, seat=followed.seat, from_on=date(2022, 7, 1))


def poll() -> None:
    """Everybody has voted but one; voting closes on Tuesday 17 May 2022."""
    school = cast.primary_school()
    cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    board.join(school)
    election = board.voting(accept_small=True)
    for other in board.roll(election):
        if other != school:
            board.vote(election, other)


CLOSING = "Sign-up for Bourne Lane Primary School closes on Friday 18 March 2022"
UNFINISHED = "The sign-up of Bourne Lane Primary School is not finished"
TO_SIGN = "The sign-up of Bourne Lane Primary School waits for the headteacher’s signature"
CASES = [
    Case(
        "members.sign_up_closing",
        invited_and_on_file,
        ["bea.manager@example.org", HANNA],
        f"Reminder: {CLOSING}",
        "Your school has not signed the membership for 2022–24 yet.",
        "Sign up: {site}/join/{urn}/",
        [date(2022, 3, 4), date(2022, 3, 11), date(2022, 3, 17)],
    ),
    Case(
        "members.sign_up_closing",
        schools_of_a_trust,
        ["tara.trust@example.org"],
        "Reminder: Sign-up for the schools of Colne Trust closes on Friday 18 March 2022",
        "2 schools have not signed the membership for 2022–24 yet: Ash Primary School,"
        " Yew Primary School. You can sign for several at once.",
        "See the schools and sign: {site}/trusts/{trust}/",
        [date(2022, 3, 4), date(2022, 3, 11), date(2022, 3, 17)],
        more="of a trust",
    ),
    Case(
        "members.draft_unfinished",
        draft,
        [HANNA],
        f"Reminder: {UNFINISHED}",
        "What you saved is still there.",
        "Go on with the sign-up: {site}/join/{urn}/",
        [date(2022, 3, 8), date(2022, 3, 22), date(2022, 4, 5)],
    ),
    Case(
        "members.draft_unfinished",
        complete_draft,
        [HANNA],
        f"Reminder: {TO_SIGN}",
        "Everything is prepared.",
        "Check and sign: {site}/join/{urn}/",
        [date(2022, 3, 8), date(2022, 3, 22), date(2022, 4, 5)],
        more="ready to sign",
    ),
    Case(
        "members.draft_unfinished",
        draft_of_nobody,
        [HANNA],
        f"Reminder: {UNFINISHED}",
        "What you saved is still there.",
        "Go on with the sign-up: {site}/join/{urn}/",
        [date(2022, 3, 8), date(2022, 3, 22), date(2022, 4, 5)],
        more="whose head has no account",
    ),
    Case(
        "members.claim_waiting",
        claims,
        [settings.OFFICE_EMAIL],
        "Reminder: 2 claims have waited for more than two working days",
        "Until you decide they can do nothing.",
        "Check the claims: {site}/office/claims/",
        # Late on Tuesday the 8th and, the third, on Thursday the 10th; then each week.
        [date(2022, 3, day) for day in (8, 10, 15, 17, 22, 24, 29, 31)]
        + [date(2022, 4, 5), date(2022, 4, 7)],
    ),
    Case(
        "invoicing.invoice_due",
        invoice,
        [PAYER],
        "Reminder: Invoice HLP22-0001 for Bourne Lane Primary School is due on Sunday 1 May 2022",
        "£1,500.00, due by 1 May 2022, your purchase order PO-4711. Pay by bank transfer to the"
        " account on the invoice and give HLP22-0001 as the reference.",
        "See the invoice: {site}/invoices/HLP22-0001/",
        [date(2022, 4, 22), date(2022, 4, 29)],
    ),
    Case(
        "invoicing.invoice_overdue",
        invoice,
        [PAYER],
        "Reminder: Invoice HLP22-0001 for Bourne Lane Primary School is 12 days overdue",
        "If you have done this already, thank you: there is nothing more to do.",
        "See the invoice: {site}/invoices/HLP22-0001/",
        [date(2022, 5, 13), date(2022, 5, 31), date(2022, 6, 30)],
    ),
    Case(
        "board.term_ending",
        board_member,
        ["lara@example.org"],
        "Reminder: Your term on the Partnership Board ends on Thursday 30 June 2022",
        "You sit as LA representative.",
        "The Partnership Board: {site}/board/",
        [date(2022, 4, 1), date(2022, 5, 31)],
    ),
    Case(
        "board.seat_falling_vacant",
        board_member,
        [settings.OFFICE_EMAIL],
        "Reminder: The term of Lara Authority on the board ends on Thursday 30 June 2022",
        "LA representative: it is named by the local authority.",
        "The seats of the board: {site}/office/board/",
        [date(2022, 4, 1), date(2022, 5, 31)],
    ),
    Case(
        "board.voting_closing",
        poll,
        [HANNA],
        "Reminder: Voting for the board closes on Tuesday 17 May 2022",
        "Bourne Lane Primary School has not voted yet in: Election of heads to the board.",
        "Vote for Bourne Lane Primary School: {site}/elections/{election}/vote/{urn}/",
        [date(2022, 5, 10), date(2022, 5, 13), date(2022, 5, 17)],
    ),
]
