"""The words and states of delivery: programmes, events, places, registers, surveys, resources."""

from django.db.models import IntegerChoices, TextChoices

from hlp.kit.states import StateChoices


class HalfTermNumber(IntegerChoices):
    """An English school year is three terms of two halves."""

    AUTUMN_1 = 1, "Autumn 1"
    AUTUMN_2 = 2, "Autumn 2"
    SPRING_1 = 3, "Spring 1"
    SPRING_2 = 4, "Spring 2"
    SUMMER_1 = 5, "Summer 1"
    SUMMER_2 = 6, "Summer 2"


class ProgrammeState(StateChoices):
    DRAFT = "draft", "Being planned", "grey"
    OPEN = "open", "Running", "green"
    CLOSED = "closed", "Finished", "purple"


PUBLIC_PROGRAMMES = frozenset({ProgrammeState.OPEN, ProgrammeState.CLOSED})


class CommitmentKind(TextChoices):
    """The minimum expectations of the prospectus, in its order."""

    KICK_OFF = "kick_off", "Kick-off event"
    ENGAGEMENT = "engagement", "Half-termly engagement"
    EXPERTISE = "expertise", "Expertise from outside Hillingdon"
    LEARNING_EVENT = "learning_event", "Final learning event"
    RESOURCES = "resources", "Resources shared with all"


class Standing(StateChoices):
    """How a commitment stands: computed each time it is shown, stored nowhere (design 9)."""

    MET = "met", "Met", "green"
    MISSED = "missed", "Missed", "red"
    PLANNED = "planned", "Planned", "blue"
    DUE = "due", "Not planned", "yellow"
    LATER = "later", "Later", "grey"


class Judgement(TextChoices):
    """What the board says of the quality of a programme in a half-term."""

    GOING_WELL = "going_well", "Going well"
    WATCH = "watch", "To be watched"
    CONCERN = "concern", "Concern"


JUDGEMENT_COLOURS = {
    Judgement.GOING_WELL: "green",
    Judgement.WATCH: "yellow",
    Judgement.CONCERN: "red",
}


class ContactWay(TextChoices):
    EMAIL = "email", "Email"
    PHONE = "phone", "Telephone"
    VISIT = "visit", "Visit"
    MEETING = "meeting", "At a meeting"
    LETTER = "letter", "Letter"


class ContactOutcome(TextChoices):
    JOINING = "joining", "Will take part"
    INTERESTED = "interested", "Interested, to hear more"
    NOT_NOW = "not_now", "Not now"
    DECLINED = "declined", "Does not want to take part"
    NO_ANSWER = "no_answer", "No answer yet"


class EventKind(TextChoices):
    KICK_OFF = "kick_off", "Kick-off event"
    CPD = "cpd", "CPD session"
    ACTION_LEARNING = "action_learning", "Action learning set"
    SPEAKER = "speaker", "Outside speaker"
    LEARNING_EVENT = "learning_event", "Final learning event"
    INFORMATION = "information", "Information meeting"
    OUTREACH = "outreach", "Outreach meeting"


# Prospectus: CPD sessions across the borough or in clusters, or action learning sets; a speaker's
# evening engages schools as well. The kick-off is where the counting starts, so it counts too.
ENGAGING_KINDS = frozenset(
    {EventKind.KICK_OFF, EventKind.CPD, EventKind.ACTION_LEARNING, EventKind.SPEAKER}
)


class Audience(TextChoices):
    """For whom an event is; nobody of a member school ever pays (prospectus, Costs)."""

    ALL_SCHOOLS = "all_schools", "All schools of the borough"
    MEMBERS = "members", "Member schools"
    CLUSTER = "cluster", "Schools of one cluster"


class Mode(TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    BOTH = "both", "In person and online"


class Mechanism(TextChoices):
    """The four groups of the EEF's guidance on professional development: advice, never a block."""

    KNOWLEDGE = "knowledge", "Builds knowledge"
    MOTIVATION = "motivation", "Motivates staff"
    TECHNIQUES = "techniques", "Develops teaching techniques"
    PRACTICE = "practice", "Embeds practice"


class EventState(StateChoices):
    DRAFT = "draft", "Draft", "grey"
    PUBLISHED = "published", "Open", "green"
    CANCELLED = "cancelled", "Cancelled", "red"


PUBLIC_EVENTS = frozenset({EventState.PUBLISHED, EventState.CANCELLED})


class PlaceState(StateChoices):
    WAITING = "waiting", "On the waiting list", "yellow"
    OFFERED = "offered", "Place offered", "blue"
    CONFIRMED = "confirmed", "Place confirmed", "green"
    LAPSED = "lapsed", "Offer not taken up", "grey"
    SUBSTITUTED = "substituted", "Passed to a colleague", "grey"
    CANCELLED = "cancelled", "Cancelled", "grey"


# A place that keeps its person from booking again, and one that takes up a seat.
ACTIVE_PLACES = frozenset({PlaceState.WAITING, PlaceState.OFFERED, PlaceState.CONFIRMED})
SEATED_PLACES = frozenset({PlaceState.OFFERED, PlaceState.CONFIRMED})


class PlaceStep(TextChoices):
    """What the log of places says happened."""

    BOOKED = "booked", "Booked"
    QUEUED = "queued", "Put on the waiting list"
    OFFERED = "offered", "Place offered"
    ACCEPTED = "accepted", "Offer accepted"
    LAPSED = "lapsed", "Offer ran out"
    CANCELLED = "cancelled", "Cancelled"
    SUBSTITUTED = "substituted", "Passed to a colleague"
    JUMPED = "jumped", "Taken out of turn"
    MOVED = "moved", "Told of a new date or place"
    WALKED_IN = "walked_in", "Came without booking"
    FORGOTTEN = "forgotten", "Name taken out at the person's wish"


class BookedVia(TextChoices):
    SELF = "self", "By oneself"
    SCHOOL = "school", "By the school"
    OFFICE = "office", "By the office or the lead school"
    PROGRAMME = "programme", "With the whole programme"
    DOOR = "door", "At the door"


class Mark(TextChoices):
    """What the register says of one person on one date."""

    PRESENT = "present", "Present"
    LATE = "late", "Came late"
    PARTIAL = "partial", "Part of it"
    ONLINE = "online", "Online"
    ABSENT = "absent", "Absent"


ATTENDED = frozenset({Mark.PRESENT, Mark.LATE, Mark.PARTIAL, Mark.ONLINE})
# A late-comer saw most of it; who stayed for part of it has no certificate unless it says so.
ATTENDED_IN_FULL = frozenset({Mark.PRESENT, Mark.LATE, Mark.ONLINE})


class MarkSource(TextChoices):
    REGISTER = "register", "Register"
    SCANNED = "scanned", "Code scanned"
    OWN_CODE = "own_code", "Participant's own code"
    FILE = "file", "File of the webinar"
    AFTERWARDS = "afterwards", "Entered afterwards"


class SurveyStage(TextChoices):
    NEEDS = "needs", "Needs survey"
    ON_THE_DAY = "on_the_day", "Feedback on the day"
    LATER = "later", "Some weeks later"
    HEAD = "head", "The head's view, each term"


# Asked of the school, and not of the person who came.
SCHOOL_STAGES = frozenset({SurveyStage.NEEDS, SurveyStage.HEAD})


class SurveyState(StateChoices):
    DRAFT = "draft", "Draft", "grey"
    OPEN = "open", "Open", "green"
    CLOSED = "closed", "Closed", "purple"


class QuestionKind(TextChoices):
    SCALE = "scale", "Scale from 1 to 5"
    ONE = "one", "One of several"
    MANY = "many", "Any of several"
    TEXT = "text", "In own words"


class GuskeyLevel(IntegerChoices):
    """Guskey's five levels of what professional development does; kept behind the pages."""

    REACTION = 1, "Reaction"
    LEARNING = 2, "Learning"
    SUPPORT = 3, "Support in school"
    USE = 4, "Use in practice"
    PUPILS = 5, "Pupils' outcomes"


class ResourceAudience(TextChoices):
    MEMBERS = "members", "Member schools"
    ALL_SCHOOLS = "all_schools", "All schools of the borough"
    PUBLIC = "public", "Everybody"
