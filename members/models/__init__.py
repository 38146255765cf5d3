"""Schools, people, periods and memberships: what every other app stands on."""

from members.models.announcing import Announcement
from members.models.enquiries import Answer, Enquiry
from members.models.joining import Chase, Claim, Contact, Invitation
from members.models.leaving import Waiver
from members.models.memberships import Membership, MembershipSuccession
from members.models.people import Affiliation, RoleHeld, User
from members.models.periods import CommitmentText, MembershipYear, Period
from members.models.policies import Policy
from members.models.schools import RosterImport, School, SchoolLink, Trust

__all__ = [
    "Affiliation",
    "Announcement",
    "Answer",
    "Chase",
    "Claim",
    "CommitmentText",
    "Contact",
    "Enquiry",
    "Invitation",
    "Membership",
    "MembershipSuccession",
    "MembershipYear",
    "Period",
    "Policy",
    "RoleHeld",
    "RosterImport",
    "School",
    "SchoolLink",
    "Trust",
    "User",
    "Waiver",
]
