"""Who may do what with schools, people and memberships (design 12, the table of powers).

Predicates are questions about a person; permissions name what they decide. *When* something
may be done is the workflow's business.
"""

from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from members.models import Affiliation, Claim, Invitation, Membership, Policy, School, User
from members.querysets import PREPARERS, belongs, holds, schools_as
from members.states import PolicyReaders, PortalRole, SchoolRole

Person = User | AnonymousUser


def holds_role(*roles: PortalRole) -> rules.Predicate:
    """Whether the person holds one of these roles today."""
    names = "_or_".join(roles)

    def check(user: Person) -> bool:
        return holds(user, *roles)

    return rules.predicate(check, name=f"holds_{names}")


def school_of(thing: Any) -> School | None:
    """The school a thing is about; None where there is none."""
    if isinstance(thing, School) or thing is None:
        return thing
    return getattr(thing, "school", None)


def works_as(*roles: SchoolRole) -> rules.Predicate:
    """Whether the person works in one of these roles at the school the thing is about."""

    def check(user: Person, thing: Membership | School | None) -> bool:
        school = school_of(thing)
        return school is not None and school.pk in schools_as(user, *roles)

    return rules.predicate(check, name="works_as_" + "_or_".join(roles))


@rules.predicate
def signs_for_trust_of(user: Person, thing: Membership | School | None) -> bool:
    """A named trust signatory signs for every school of the trust (design 5)."""
    school = school_of(thing)
    if school is None or school.trust_id is None or not user.is_authenticated:
        return False
    if not holds(user, PortalRole.TRUST_SIGNATORY):
        return False
    return school.trust_id in user.trusts_signed_for()


@rules.predicate
def is_own(user: Person, thing: Claim | Invitation | None) -> bool:
    return thing is not None and getattr(thing, "user_id", None) == user.pk


@rules.predicate
def is_self(user: Person, person: User | None) -> bool:
    return person is not None and person.pk == user.pk


@rules.predicate
def is_below_them(user: Person, thing: Affiliation | Invitation | None) -> bool:
    """A head ends everyone but heads, a business manager CPD leads and staff."""
    if thing is None or thing.role == SchoolRole.HEADTEACHER:
        return False
    is_head = thing.school_id in schools_as(user, SchoolRole.HEADTEACHER)
    return is_head or thing.role in (SchoolRole.CPD_LEAD, SchoolRole.STAFF)


@rules.predicate
def has_invited(user: Person, thing: Invitation | None) -> bool:
    return thing is not None and thing.invited_by_id == user.pk


@rules.predicate
def is_for_a_head(user: Person, thing: Invitation | None) -> bool:
    return thing is not None and thing.role == SchoolRole.HEADTEACHER


@rules.predicate
def belongs_somewhere(user: Person) -> bool:
    return belongs(user)


@rules.predicate
def is_shown(user: Person, thing: Policy | None) -> bool:
    return thing is not None and not thing.is_withdrawn


@rules.predicate
def is_public(user: Person, thing: Policy | None) -> bool:
    return thing is not None and thing.readers == PolicyReaders.PUBLIC


@rules.predicate
def has_recorded(user: Person, thing: Membership | None) -> bool:
    """Who noted a signature on paper; a second person looks at it again."""
    return thing is not None and thing.recorded_by_id == user.pk


is_office = holds_role(PortalRole.OFFICE)
is_clerk = holds_role(PortalRole.CLERK)
is_finance = holds_role(PortalRole.FINANCE)
is_board = holds_role(PortalRole.BOARD_MEMBER, PortalRole.CHAIR, PortalRole.ACTING_CHAIR)
is_chair = holds_role(PortalRole.CHAIR, PortalRole.ACTING_CHAIR)
is_returning_officer = holds_role(PortalRole.RETURNING_OFFICER)
is_head_of = works_as(SchoolRole.HEADTEACHER)
is_business_manager_of = works_as(SchoolRole.BUSINESS_MANAGER)
works_at = works_as(*PREPARERS)

# what                                     who
rules.add_perm("members.view_school", rules.always_allow)
rules.add_perm("members.view_membership", is_office | is_clerk | works_at | signs_for_trust_of)
rules.add_perm("members.prepare_membership", is_office | works_at | signs_for_trust_of)
# Once signed, where the invoice goes is no longer everyone's to change.
rules.add_perm(
    "members.update_membership",
    is_office | is_head_of | is_business_manager_of | signs_for_trust_of,
)
rules.add_perm("members.sign_membership", is_head_of | signs_for_trust_of)
rules.add_perm("members.withdraw_draft", is_office | is_head_of | is_business_manager_of)
rules.add_perm("members.give_notice", is_office | is_head_of | signs_for_trust_of)
rules.add_perm("members.record_waiver", is_office)
rules.add_perm("members.record_paper", is_office)
rules.add_perm("members.verify_membership", is_office & ~has_recorded)
rules.add_perm("members.settle_succession", is_office)
rules.add_perm("members.view_memberships", is_office | is_clerk)
rules.add_perm("members.view_claim", is_office | is_own)
# Two people: nobody approves their own claim.
rules.add_perm("members.approve_claim", is_office & ~is_own)
rules.add_perm("members.withdraw_claim", is_own)
rules.add_perm("members.answer_enquiry", is_office)
rules.add_perm("members.invite", is_office)
rules.add_perm("members.chase", is_office)
rules.add_perm("members.announce", is_office)
rules.add_perm("members.publish_policy", is_office)
rules.add_perm("members.view_policy", is_office | is_shown & (is_public | belongs_somewhere))
rules.add_perm("members.grant_role", is_office)
rules.add_perm("members.close_account", is_office)
rules.add_perm("members.export_person", is_office | is_self)
rules.add_perm("members.erase_person", is_office & ~is_self)
manages = is_office | is_head_of | is_business_manager_of | signs_for_trust_of
rules.add_perm("members.manage_people", manages)
changes_head = is_office | is_head_of | signs_for_trust_of
rules.add_perm("members.change_head", changes_head)
# A new head who was mistyped must not get in.
rules.add_perm(
    "members.revoke_invitation",
    is_office | changes_head & is_for_a_head | manages & (is_below_them | has_invited),
)
rules.add_perm("members.end_affiliation", is_office | manages & is_below_them)
rules.add_perm("members.import_roster", is_office)
rules.add_perm("members.set_up_period", is_office)
# What the kit keeps: the office sees what failed and decides whether doubtful mail goes again.
rules.add_perm("kit.send_again", is_office)
rules.add_perm("kit.view_outboxmessage", is_office)
rules.add_perm("kit.view_workitem", is_office)
rules.add_perm("kit.view_document", is_office)
rules.add_perm("kit.view_reminders", is_office)
rules.add_perm("kit.view_said", is_office)
rules.add_perm("kit.view_remindermail", is_office)
rules.add_perm("kit.switch_reminder", is_office)
