"""What delivery by lead schools consists of: programmes, events, places, registers, feedback."""

from programmes.models.calendar import (
    AUTHORITY,
    AcademicYear,
    ClosedDay,
    Cluster,
    ClusterSchool,
    HalfTerm,
)
from programmes.models.certificates import Certificate
from programmes.models.events import Event, Presence
from programmes.models.outreach import OutreachContact
from programmes.models.places import (
    CalendarToken,
    Place,
    PlaceLog,
    PlaceNeeds,
    WaitingGroup,
)
from programmes.models.programmes import (
    Acceptance,
    Commitment,
    LeadSchool,
    Programme,
    QualityAction,
    QualityNote,
)
from programmes.models.registers import Attendance, Expected, Register, RegisterImport
from programmes.models.resources import LinkCheck, Resource
from programmes.models.surveys import Answer, Asked, Need, Question, Response, Survey
from programmes.models.whole_bookings import OptOut, WholeBooking

__all__ = [
    "AUTHORITY",
    "AcademicYear",
    "Acceptance",
    "Answer",
    "Asked",
    "Attendance",
    "CalendarToken",
    "Certificate",
    "ClosedDay",
    "Cluster",
    "ClusterSchool",
    "Commitment",
    "Event",
    "Expected",
    "HalfTerm",
    "LeadSchool",
    "LinkCheck",
    "Need",
    "OptOut",
    "OutreachContact",
    "Place",
    "PlaceLog",
    "PlaceNeeds",
    "Presence",
    "Programme",
    "QualityAction",
    "QualityNote",
    "Question",
    "Register",
    "RegisterImport",
    "Resource",
    "Response",
    "Survey",
    "WaitingGroup",
    "WholeBooking",
]
