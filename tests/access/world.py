"""One small world in which every page can be opened: the cast, two schools, a period around today.

An app adds what its pages are about as a `cached_property`, made only when a page asks for it.
"""

from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from hlp.kit import clock, uploads
from invoicing import services
from invoicing.models import CreditNote, Export, FeeDecision, FeeRun, Invoice, Payment
from invoicing.states import ExportKind, FeeRunState
from members.models import (
    Announcement,
    Claim,
    Enquiry,
    Invitation,
    Membership,
    Period,
    Policy,
    School,
    User,
)
from members.services import joining, leaving, periods, setting_up, signing
from members.states import PortalRole, SchoolRole
from tests.access.roles import Role
from tests.factories import cast, invoicing, policies
from tests.factories.enquiries import EnquiryFactory
from tests.factories.members import ClaimFactory, InvitationFactory, SchoolFactory, UserFactory

SCAN = b"%PDF-1.7\n%%EOF\n"
TOKEN = "the-token-of-the-link"
ANSWERS = {
    "contacts": {
        **dict.fromkeys(joining.CONTACTS, ""),
        "head_name": "Hanna Head",
        "head_email": "hanna.head@example.org",
    },
    "billing": {
        "finance_email": "finance@example.org",
        "purchase_order": "PO-4711",
        "invoice_name": "Bourne Lane Primary School",
        "invoice_address": "1 High Street\nUxbridge",
    },
}


class World:
    def __init__(self) -> None:
        """Everybody is there before the first page opens."""
        assert self.period
        assert self.people

    @cached_property
    def today(self) -> date:
        return clock.day_of(clock.now())

    @cached_property
    def school(self) -> School:
        return cast.primary_school()

    @cached_property
    def other_school(self) -> School:
        return cast.secondary_school()

    @cached_property
    def period(self) -> Period:
        """Sign-up is open, the first year starts in a month."""
        starts_on = self.today + timedelta(days=30)
        return periods.create_period(name="This run", starts_on=starts_on, is_published=True)

    @cached_property
    def people(self) -> dict[Role, User]:
        return {
            Role.STRANGER: UserFactory.create(name="Sam Stranger"),
            Role.TEACHER: cast.at_school("Tom Teacher", self.school, SchoolRole.STAFF),
            Role.BUSINESS_MANAGER: cast.at_school(
                "Bea Manager", self.school, SchoolRole.BUSINESS_MANAGER
            ),
            Role.HEAD: cast.at_school("Hanna Head", self.school, SchoolRole.HEADTEACHER),
            Role.OTHER_HEAD: cast.at_school("Omar Head", self.other_school, SchoolRole.HEADTEACHER),
            Role.OFFICE: cast.in_partnership("Olive Office", PortalRole.OFFICE, is_staff=True),
            Role.CLERK: cast.in_partnership("Clare Clerk", PortalRole.CLERK),
            Role.FINANCE: cast.in_partnership("Farah Finance", PortalRole.FINANCE),
            Role.BOARD_MEMBER: cast.in_partnership("Bola Board", PortalRole.BOARD_MEMBER),
            Role.CHAIR: cast.in_partnership("Chris Chair", PortalRole.CHAIR),
            Role.RETURNING_OFFICER: cast.in_partnership(
                "Rosa Returning", PortalRole.RETURNING_OFFICER
            ),
        }

    @cached_property
    def nobodys_school(self) -> School:
        """One that may join and where none of the cast works."""
        return SchoolFactory.create(name="Yeading Brook Infant School")

    @cached_property
    def draft(self) -> Membership:
        """The school's sign-up, prepared by the head down to the last step."""
        head, now = self.people[Role.HEAD], clock.now()
        started = joining.start(school=self.school, by=head, now=now)
        for step, answers in ANSWERS.items():
            seen = joining.fingerprint(started, step)
            started = joining.save(
                membership=started, step=step, answers=answers, seen=seen, by=head
            )
        version = self.period.commitments.get().version
        return joining.read_commitment(membership=started, version=version, by=head)

    @cached_property
    def member(self) -> Membership:
        """The same, signed. After this there is no draft any more."""
        head = self.people[Role.HEAD]
        return signing.sign(
            membership=self.draft,
            by=head,
            name=head.name,
            title="Headteacher",
            now=clock.now(),
        )

    @cached_property
    def paper(self) -> Membership:
        """The other school, signed on paper with its scan, to be verified."""
        row = joining.start(school=self.other_school, by=self.people[Role.OFFICE], now=clock.now())
        for step, answers in ANSWERS.items():
            row = joining.save(
                membership=row,
                step=step,
                answers=answers,
                seen=joining.fingerprint(row, step),
                by=self.people[Role.OFFICE],
            )
        return signing.record_paper(
            membership=row,
            by=cast.in_partnership("Otto Office", PortalRole.OFFICE),
            name="Omar Head",
            title="Headteacher",
            signed_on=self.today,
            now=clock.now(),
            scan=uploads.Upload(SCAN, "scan.pdf", uploads.PDF),
        )

    @cached_property
    def coming(self) -> Period:
        """The next period, being set up."""
        assert self.period
        return setting_up.next_period(by=self.people[Role.OFFICE], now=clock.now())

    @cached_property
    def policy(self) -> Policy:
        return policies.policy(self.people[Role.OFFICE])

    @cached_property
    def announcement(self) -> Announcement:
        return policies.announcement(self.people[Role.OFFICE], self.period)

    @cached_property
    def leaver(self) -> Membership:
        """The same, after its head has given notice."""
        return leaving.give_notice(
            membership=self.member,
            last_day=self.period.ends_on,
            by=self.people[Role.HEAD],
            now=clock.now(),
        )

    @cached_property
    def claim(self) -> Claim:
        """A stranger says they work at the school."""
        return ClaimFactory.create(
            user=self.people[Role.STRANGER], school=self.school, made_at=clock.now()
        )

    @cached_property
    def invitation(self) -> Invitation:
        """Open, for somebody who has no account; its link holds TOKEN."""
        return InvitationFactory.create(school=self.nobodys_school, token=TOKEN)

    @cached_property
    def invoice(self) -> Invoice:
        """Issued to the school, in a period that is over."""
        return invoicing.an_invoice(invoicing.member(self.school))

    @cached_property
    def other_invoice(self) -> Invoice:
        return invoicing.an_invoice(invoicing.member(self.other_school))

    @cached_property
    def enquiry(self) -> Enquiry:
        return EnquiryFactory.create()

    @cached_property
    def credit(self) -> CreditNote:
        """Asked for by somebody outside the cast, and not yet approved."""
        return invoicing.credit_drafted(self.invoice, "100.00")

    @cached_property
    def issued_credit(self) -> CreditNote:
        return invoicing.credited(self.invoice, "50.00")

    @cached_property
    def export(self) -> Export:
        assert self.invoice
        return services.exporting.export(
            invoices=Invoice.objects.all(),
            kind=ExportKind.CSV,
            by=self.people[Role.FINANCE],
            now=clock.now(),
        )

    @cached_property
    def fee_decision(self) -> FeeDecision:
        """Made after the invoice was issued, so it waits for a second person."""
        assert self.invoice
        return invoicing.decided("1150.00")

    @cached_property
    def payment(self) -> Payment:
        """More than the school's invoice takes."""
        return invoicing.paid(self.invoice, amount="1600.00", payer="Bourne Lane Primary School")

    def fee_run(self, state: FeeRunState) -> FeeRun:
        """A run over one more member of a period that is over, brought there by legal moves."""
        invoicing.member()
        return invoicing.run_in(state)

    def person(self, role: Role) -> User | AnonymousUser:
        """The person as a new request would load them: nothing remembered of earlier questions."""
        if role == Role.ANONYMOUS:
            return AnonymousUser()
        return User.objects.get(pk=self.people[role].pk)
