"""Signing up, the directory, the office's queues. Pages of a draft stand before it is signed."""

from datetime import date

from members.models import Period
from members.services import periods
from tests.access.page import MOVES_ON, List, Page, Visible
from tests.access.roles import EVERYONE, OF_SCHOOL, SIGNED_IN, Role
from tests.access.world import TOKEN
from tests.factories import enquiries, invoicing, policies
from tests.factories.members import (
    ClaimFactory,
    InvitationFactory,
    MembershipFactory,
    TrustFactory,
)

OFFICE = frozenset({Role.OFFICE})
PREPARES = OF_SCHOOL | OFFICE
READS = PREPARES | {Role.CLERK}
OF_OTHER = frozenset({Role.OTHER_HEAD, Role.OFFICE, Role.CLERK})
LEAVES = OFFICE | {Role.HEAD}
MANAGES = LEAVES | {Role.BUSINESS_MANAGER}


def of_draft(world):
    return {"urn": world.draft.school_id}


def of_member(world):
    return {"urn": world.member.school_id}


def of_coming(world):
    return {"pk": world.coming.pk}


def add_periods(world, count):
    for _ in range(count):
        number = Period.objects.count()
        periods.create_period(name=f"Run {number}", starts_on=date(1990 + number, 4, 1))


def of_claim(world):
    return {"pk": world.claim.pk}


def of_invitation(world):
    return {"pk": world.invitation.pk}


def of_enquiry(world):
    return {"pk": world.enquiry.pk}


def of_closed_enquiry(world):
    return {"pk": enquiries.closed(by=world.people[Role.OFFICE]).pk}


def of_link(world):
    assert world.invitation
    return {"token": TOKEN}


PAGES = [
    # Signing up
    Page("members:join", EVERYONE, query="?q=bourne", look_as=(Role.ANONYMOUS, Role.HEAD)),
    Page("members:join_school", EVERYONE, of_draft, look_as=(Role.ANONYMOUS, Role.HEAD)),
    Page(
        "members:join_who",
        SIGNED_IN,
        lambda world: {"urn": world.nobodys_school.pk},
        but={Role.OFFICE: MOVES_ON},  # may act for every school already
    ),
    Page("members:join_contacts", PREPARES, of_draft),
    Page("members:join_billing", PREPARES, of_draft),
    Page("members:join_commitment", PREPARES, of_draft),
    Page("members:join_check", PREPARES, of_draft, look_as=(Role.HEAD, Role.BUSINESS_MANAGER)),
    Page("members:join_ask", PREPARES, of_draft, method="POST"),
    Page("members:join_withdraw", LEAVES | {Role.BUSINESS_MANAGER}, of_draft),
    # The office: a draft that came on paper
    Page("members:record_paper", OFFICE, lambda world: {"pk": world.draft.pk}),
    # Signed
    Page("members:join_done", PREPARES, of_member, look_as=(Role.HEAD,)),
    Page("members:agreement", READS, of_member, refreshes=True),
    Page("members:school_list", EVERYONE),
    Page("members:school_detail", READS, of_member, look_as=(Role.HEAD, Role.OFFICE)),
    Page("members:school_people", MANAGES, of_member),
    Page(
        "members:end_affiliation",
        MANAGES,
        lambda w: {"urn": w.school.pk, "pk": w.school.affiliations.get(role="staff").pk},
        method="POST",
    ),
    Page(
        "members:take_back_invitation",
        OFFICE,
        lambda w: {"urn": w.invitation.school_id, "pk": w.invitation.pk},
        method="POST",
    ),
    Page("members:change_head", LEAVES, of_member),
    Page(
        "members:trust_schools",
        OFFICE | {Role.CLERK},
        lambda world: {"pk": TrustFactory.create().pk},
    ),
    Page("members:join_again", PREPARES, of_member, method="POST"),
    Page("members:leave", LEAVES, of_member),
    # The office: memberships
    Page("members:membership_list", OFFICE | {Role.CLERK}),
    Page("members:membership_detail", OFFICE | {Role.CLERK}, lambda w: {"pk": w.member.pk}),
    Page("members:verify_membership", OFFICE, lambda w: {"pk": w.draft.pk}, method="POST"),
    Page(
        "members:paper",
        OF_OTHER,
        lambda world: {"pk": world.paper.pk},
        is_html=False,
    ),
    Page("members:send_back_paper", OFFICE, lambda w: {"pk": w.paper.pk}, method="POST"),
    # Terms of reference and policies
    Page("members:policy_list", EVERYONE, look_as=(Role.ANONYMOUS, Role.OFFICE)),
    Page("members:policy_file", EVERYONE, lambda w: {"pk": w.policy.pk}, is_html=False),
    Page("members:publish_policy", OFFICE),
    Page("members:show_policy", OFFICE, lambda w: {"pk": w.policy.pk}, method="POST"),
    # The office: announcements
    Page("members:announcement_list", OFFICE),
    Page("members:new_announcement", OFFICE),
    Page("members:announcement_detail", OFFICE, lambda w: {"pk": w.announcement.pk}),
    Page("members:edit_announcement", OFFICE, lambda w: {"pk": w.announcement.pk}),
    Page(
        "members:send_announcement",
        OFFICE,
        lambda w: {"pk": w.announcement.pk},
        method="POST",
    ),
    # The office: setting up a period
    Page("members:period_list", OFFICE),
    Page("members:set_up_period", OFFICE, of_coming),
    Page("members:set_dates", OFFICE, of_coming),
    Page("members:set_schools", OFFICE, of_coming),
    Page("members:set_fees", OFFICE, of_coming),
    Page("members:set_words", OFFICE, of_coming),
    Page("members:publish_period", OFFICE, of_coming, method="POST"),
    Page("members:next_period", OFFICE, method="POST"),
    # The office: how far the schools are
    Page("members:funnel", OFFICE | {Role.CLERK}, query="?stage=unheard", look_as=(Role.OFFICE,)),
    Page("members:chase_preview", OFFICE, query="?stage=started&all=yes"),
    Page("members:chase", OFFICE, method="POST", data=lambda w: {"stage": "started", "all": "yes"}),
    # The office: schools that changed
    Page("members:schools_changed", OFFICE),
    Page(
        "members:carry_on",
        OFFICE,
        lambda world: {"pk": world.paper.pk},
        method="POST",
        data=lambda world: {"urn": world.school.pk},
    ),
    Page("members:end_closed", OFFICE, lambda w: {"pk": w.paper.pk}, method="POST"),
    # How people come to act for a school
    Page("members:accept_invitation", EVERYONE, of_link, look_as=(Role.ANONYMOUS, Role.HEAD)),
    # The office reads every claim; the service refuses to withdraw another's and says so.
    Page("members:withdraw_claim", OFFICE | {Role.STRANGER}, of_claim, method="POST"),
    Page("members:claim_list", OFFICE),
    Page("members:claim_detail", OFFICE, of_claim),
    Page("members:approve_claim", OFFICE, of_claim, method="POST"),
    Page(
        "members:refuse_claim",
        OFFICE,
        of_claim,
        method="POST",
        data=lambda world: {"reason": "The school does not know you."},
    ),
    # One's own account
    Page("members:your_roles", SIGNED_IN, look_as=(Role.STRANGER, Role.HEAD)),
    Page(
        "members:switch_role",
        SIGNED_IN,
        method="POST",
        data=lambda world: {"part": "none of mine"},
    ),
    # Questions
    Page("members:contact", EVERYONE, look_as=(Role.ANONYMOUS, Role.HEAD)),
    Page("members:contact_sent", EVERYONE),
    Page("members:enquiry_list", OFFICE),
    Page("members:enquiry_detail", OFFICE, of_enquiry),
    Page(
        "members:answer_enquiry",
        OFFICE,
        of_enquiry,
        method="POST",
        data=lambda world: {"text": "Yes, it may.", "seen": 0},
    ),
    Page(
        "members:close_enquiry",
        OFFICE,
        of_enquiry,
        method="POST",
        data=lambda world: {"note": "Answered by telephone."},
    ),
    Page("members:reopen_enquiry", OFFICE, of_closed_enquiry, method="POST"),
    Page("members:invitation_list", OFFICE),
    Page("members:invite", OFFICE),
    Page("members:invite_all", OFFICE, method="POST"),
    Page("members:send_invitation_again", OFFICE, of_invitation, method="POST"),
    Page("members:revoke_invitation", OFFICE, of_invitation, method="POST"),
    # A school that leaves: after this it is no plain member any more
    Page("members:waive_year", OFFICE, lambda world: {"pk": world.leaver.pk}),
    Page("members:stay", LEAVES, lambda world: {"urn": world.leaver.school_id}, method="POST"),
]
VISIBLE = [
    Visible(
        "members.Membership",
        "members.view_membership",
        lambda w: [w.member, MembershipFactory.create(school=w.other_school, period=w.period)],
    ),
    Visible("members.Claim", "members.view_claim", lambda w: [w.claim, ClaimFactory.create()]),
    Visible("members.Enquiry", "members.answer_enquiry", lambda w: [w.enquiry]),
    Visible(
        "members.Policy",
        "members.view_policy",
        lambda w: [w.policy, policies.for_members(w), policies.withdrawn(w)],
    ),
    Visible("members.Invitation", "members.invite", lambda w: [w.invitation]),
]


def add_members(world, count):
    for _ in range(count):
        invoicing.member(period=world.period)


LISTS = [
    List("members:join", Role.ANONYMOUS, add_members, query="?q=school"),
    List("members:school_list", Role.ANONYMOUS, add_members),
    List("members:school_list", Role.OFFICE, add_members, query="?which=all"),
    List("members:policy_list", Role.HEAD, policies.add),
    List("members:announcement_list", Role.OFFICE, policies.add_announcements),
    List("members:period_list", Role.OFFICE, add_periods),
    List("members:funnel", Role.OFFICE, add_members, query="?stage=signed"),
    List("members:membership_list", Role.OFFICE, add_members),
    List(
        "members:enquiry_list",
        Role.OFFICE,
        lambda world, count: enquiries.EnquiryFactory.create_batch(count),
    ),
    List("members:claim_list", Role.OFFICE, lambda world, count: ClaimFactory.create_batch(count)),
    List(
        "members:invitation_list",
        Role.OFFICE,
        lambda world, count: InvitationFactory.create_batch(count),
    ),
]
