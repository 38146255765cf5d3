"""What programmes tell the kit: what is audited, and what waits for whom.

Never audited: needs, which vanish; logs, which are their own history; what people answered.
"""

from hlp.kit import audit, waiting
from programmes import home, models

for model in (
    models.AcademicYear,
    models.Acceptance,
    models.Certificate,
    models.ClosedDay,
    models.Cluster,
    models.ClusterSchool,
    models.Commitment,
    models.Event,
    models.HalfTerm,
    models.LeadSchool,
    models.Need,
    models.OptOut,
    models.OutreachContact,
    models.Place,
    models.Presence,
    models.Programme,
    models.QualityAction,
    models.QualityNote,
    models.Question,
    models.Register,
    models.Resource,
    models.Survey,
    models.WaitingGroup,
    models.WholeBooking,
):
    audit.register(model)
audit.register(models.CalendarToken, exclude=("token_hash",))

waiting.register(*home.SUBJECTS)
