"""The words and states of the partnership's members: GIAS's own, then ours."""

from django.db.models import TextChoices

from hlp.kit.states import StateChoices


class TypeGroup(TextChoices):
    """What decides VAT, eligibility and who sits on the board."""

    MAINTAINED = "maintained", "Local authority maintained school"
    ACADEMY = "academy", "Academy or free school"
    INDEPENDENT = "independent", "Independent school"
    OTHER = "other", "Other establishment"


class RegisterChoices(TextChoices):
    """Words of the register, shown as the register writes them."""

    @property
    def label(self) -> str:  # Django would make one of the member's name
        return str(self.value)


class EstablishmentType(RegisterChoices):
    """GIAS's types of establishment, by the name the register writes."""

    COMMUNITY = "Community school"
    VOLUNTARY_AIDED = "Voluntary aided school"
    VOLUNTARY_CONTROLLED = "Voluntary controlled school"
    FOUNDATION = "Foundation school"
    NURSERY = "Local authority nursery school"
    COMMUNITY_SPECIAL = "Community special school"
    FOUNDATION_SPECIAL = "Foundation special school"
    PUPIL_REFERRAL_UNIT = "Pupil referral unit"
    ACADEMY_CONVERTER = "Academy converter"
    ACADEMY_SPONSOR_LED = "Academy sponsor led"
    ACADEMY_SPECIAL_CONVERTER = "Academy special converter"
    ACADEMY_SPECIAL_SPONSOR_LED = "Academy special sponsor led"
    ACADEMY_AP_CONVERTER = "Academy alternative provision converter"
    ACADEMY_AP_SPONSOR_LED = "Academy alternative provision sponsor led"
    ACADEMY_16_19_CONVERTER = "Academy 16-19 converter"
    ACADEMY_16_19_SPONSOR_LED = "Academy 16 to 19 sponsor led"
    FREE_SCHOOL = "Free schools"
    FREE_SCHOOL_SPECIAL = "Free schools special"
    FREE_SCHOOL_AP = "Free schools alternative provision"
    FREE_SCHOOL_16_19 = "Free schools 16 to 19"
    STUDIO_SCHOOL = "Studio schools"
    UTC = "University technical college"
    CITY_TECHNOLOGY_COLLEGE = "City technology college"
    NON_MAINTAINED_SPECIAL = "Non-maintained special school"
    INDEPENDENT = "Other independent school"
    INDEPENDENT_SPECIAL = "Other independent special school"
    FURTHER_EDUCATION = "Further education"
    SIXTH_FORM_CENTRE = "Sixth form centres"
    SPECIAL_POST_16 = "Special post 16 institution"
    HIGHER_EDUCATION = "Higher education institutions"
    SERVICE_CHILDREN = "Service children's education"
    BRITISH_OVERSEAS = "British schools overseas"
    OFFSHORE = "Offshore schools"
    SECURE_UNIT = "Secure units"
    ONLINE_PROVIDER = "Online provider"
    MISCELLANEOUS = "Miscellaneous"
    WELSH = "Welsh establishment"
    CHILDRENS_CENTRE = "Children's centre"
    CHILDRENS_CENTRE_SITE = "Children's centre linked site"
    OTHER_GOVERNMENT = "Institution funded by other government department"
    SECURE_ACADEMY = "Academy secure 16 to 19"
    UNKNOWN = "Not known"  # a closed stub that only the links file names

    @property
    def group(self) -> TypeGroup:
        if self in MAINTAINED:
            return TypeGroup.MAINTAINED
        if self in ACADEMIES:
            return TypeGroup.ACADEMY
        if self in INDEPENDENTS:
            return TypeGroup.INDEPENDENT
        return TypeGroup.OTHER


_T = EstablishmentType
MAINTAINED = frozenset(
    {
        _T.COMMUNITY,
        _T.VOLUNTARY_AIDED,
        _T.VOLUNTARY_CONTROLLED,
        _T.FOUNDATION,
        _T.NURSERY,
        _T.COMMUNITY_SPECIAL,
        _T.FOUNDATION_SPECIAL,
        _T.PUPIL_REFERRAL_UNIT,
    }
)
ACADEMIES = frozenset(
    {
        _T.ACADEMY_CONVERTER,
        _T.ACADEMY_SPONSOR_LED,
        _T.ACADEMY_SPECIAL_CONVERTER,
        _T.ACADEMY_SPECIAL_SPONSOR_LED,
        _T.ACADEMY_AP_CONVERTER,
        _T.ACADEMY_AP_SPONSOR_LED,
        _T.ACADEMY_16_19_CONVERTER,
        _T.ACADEMY_16_19_SPONSOR_LED,
        _T.FREE_SCHOOL,
        _T.FREE_SCHOOL_SPECIAL,
        _T.FREE_SCHOOL_AP,
        _T.FREE_SCHOOL_16_19,
        _T.STUDIO_SCHOOL,
        _T.UTC,
        _T.CITY_TECHNOLOGY_COLLEGE,
    }
)
INDEPENDENTS = frozenset({_T.INDEPENDENT, _T.INDEPENDENT_SPECIAL})
# Design 12: state-funded of every type may join; the office may add others to a period.
STATE_FUNDED = MAINTAINED | ACADEMIES | {_T.NON_MAINTAINED_SPECIAL}
SPECIAL_OR_ALTERNATIVE = frozenset(
    {
        _T.COMMUNITY_SPECIAL,
        _T.FOUNDATION_SPECIAL,
        _T.PUPIL_REFERRAL_UNIT,
        _T.ACADEMY_SPECIAL_CONVERTER,
        _T.ACADEMY_SPECIAL_SPONSOR_LED,
        _T.ACADEMY_AP_CONVERTER,
        _T.ACADEMY_AP_SPONSOR_LED,
        _T.FREE_SCHOOL_SPECIAL,
        _T.FREE_SCHOOL_AP,
        _T.NON_MAINTAINED_SPECIAL,
    }
)


class Phase(RegisterChoices):
    """GIAS's phases of education; special schools have "Not applicable"."""

    NURSERY = "Nursery"
    PRIMARY = "Primary"
    MIDDLE_PRIMARY = "Middle deemed primary"
    SECONDARY = "Secondary"
    MIDDLE_SECONDARY = "Middle deemed secondary"
    SIXTEEN_PLUS = "16 plus"
    ALL_THROUGH = "All-through"
    NOT_APPLICABLE = "Not applicable"


def phase_in_words(phase: str) -> str:
    """The register's words; its "Not applicable" is how it files special schools and units."""
    if phase == Phase.NOT_APPLICABLE:
        return "Special or alternative provision"
    return phase


class EstablishmentStatus(RegisterChoices):
    OPEN = "Open"
    CLOSING = "Open, but proposed to close"
    CLOSED = "Closed"
    PROPOSED = "Proposed to open"


OPEN_STATUSES = frozenset({EstablishmentStatus.OPEN, EstablishmentStatus.CLOSING})


class SchoolRole(TextChoices):
    HEADTEACHER = "headteacher", "Headteacher"
    BUSINESS_MANAGER = "business_manager", "Business manager"
    CPD_LEAD = "cpd_lead", "CPD lead"
    STAFF = "staff", "Member of staff"

    @property
    def in_words(self) -> str:
        """Inside a sentence: headteacher, but CPD lead."""
        label = str(self.label)
        return label if label.startswith("CPD") else label[0].lower() + label[1:]


class PortalRole(TextChoices):
    """Roles held in the partnership itself, each with its dates."""

    OFFICE = "office", "Partnership office"
    CLERK = "clerk", "Clerk to the board"
    FINANCE = "finance", "LA finance"
    BOARD_MEMBER = "board_member", "Board member"
    CHAIR = "chair", "Chair of the board"
    DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
    ACTING_CHAIR = "acting_chair", "Acting chair"
    PANEL_ASSESSOR = "panel_assessor", "Panel assessor"
    RETURNING_OFFICER = "returning_officer", "Returning officer"
    KEYHOLDER = "keyholder", "Keyholder of elections"
    TRUST_SIGNATORY = "trust_signatory", "Trust signatory"
    VOTING_DEPUTY = "voting_deputy", "Voting deputy"
    PROGRAMME_LEAD = "programme_lead", "Programme lead"


class MembershipState(StateChoices):
    DRAFT = "draft", "Being prepared", "grey"
    WITHDRAWN = "withdrawn", "Withdrawn before signing", "grey"
    SIGNED = "signed", "Signed, being verified", "yellow"
    ACTIVE = "active", "Member", "green"
    LEAVING = "leaving", "Leaving", "orange"
    ENDED = "ended", "Ended", "grey"


# Design 12, Votes: "leaving" counts as a member until it has ended.
MEMBER_STATES = frozenset({MembershipState.ACTIVE, MembershipState.LEAVING})
COMMITTED_STATES = MEMBER_STATES | {MembershipState.SIGNED}
OVER_STATES = frozenset({MembershipState.WITHDRAWN, MembershipState.ENDED})


class EndReason(TextChoices):
    """Why a membership ended: it decides whether year 2 is still owed (design 12)."""

    LEFT = "left", "The school left"
    CLOSED = "closed", "The school closed"
    MERGED = "merged", "The membership of the school that carries it on goes on"
    OVER = "over", "The period is over"


# Whose school is no more: it owes no year that had not begun.
CLOSED_REASONS = frozenset({EndReason.CLOSED, EndReason.MERGED})


class ClaimState(StateChoices):
    WAITING = "waiting", "Waiting for the office", "yellow"
    APPROVED = "approved", "Approved", "green"
    REFUSED = "refused", "Not approved", "red"
    WITHDRAWN = "withdrawn", "Withdrawn", "grey"


class EnquiryState(StateChoices):
    NEW = "new", "To answer", "yellow"
    ANSWERED = "answered", "Answered", "green"
    CLOSED = "closed", "Closed", "grey"


class StepState(StateChoices):
    """How far a step of signing up is, for the person who looks."""

    TODO = "todo", "To do", "blue"
    WAITING = "waiting", "Being checked", "yellow"
    READY = "ready", "Ready to sign", "yellow"


class InvitationStanding(StateChoices):
    """How an invitation stands; derived from its moments, never stored."""

    WAITING = "waiting", "Waiting", "yellow"
    ACCEPTED = "accepted", "Accepted", "green"
    EXPIRED = "expired", "Run out", "grey"
    REVOKED = "revoked", "Taken back", "grey"


class FunnelStage(StateChoices):
    """How far a school that may join has come in a period; derived, never stored as truth."""

    SIGNED = "signed", "Signed", "green"
    STARTED = "started", "Started", "yellow"
    INVITED = "invited", "Invited", "blue"
    UNHEARD = "unheard", "Not heard of", "grey"
    GONE = "gone", "Withdrawn or ended", "grey"

    @property
    def in_words(self) -> str:
        label = str(self.label)
        return label[0].lower() + label[1:]


class Audience(TextChoices):
    """To whom the office announces something."""

    HEADS = "heads", "All heads"
    PRIMARY_HEADS = "primary_heads", "Primary heads"
    SECONDARY_HEADS = "secondary_heads", "Secondary heads"
    SPECIAL_HEADS = "special_heads", "Heads of special schools and alternative provision"
    BUSINESS_MANAGERS = "business_managers", "Business managers"
    NOT_SIGNED = "not_signed", "Schools that have not signed"
    MEMBERS = "members", "Member schools"

    @property
    def in_words(self) -> str:
        """Inside "You get this because it went to …"."""
        if self in (Audience.NOT_SIGNED, Audience.MEMBERS):
            label = str(self.label)
            return f"heads and business managers of {label[0].lower()}{label[1:]}"
        label = str(self.label)
        return f"{label[0].lower()}{label[1:]} of schools that may join the partnership".replace(
            "provision of schools that", "provision that"
        )


class PolicyReaders(TextChoices):
    PUBLIC = "public", "Everybody"
    MEMBERS = "members", "People of schools and of the partnership"
