"""What the members app tells the kit: what is audited, and what waits for whom."""

from hlp.kit import audit, waiting
from members import home, models

for model in (
    models.Affiliation,
    models.Announcement,
    models.Answer,
    models.Chase,
    models.Claim,
    models.CommitmentText,
    models.Contact,
    models.Enquiry,
    models.Invitation,
    models.Membership,
    models.MembershipSuccession,
    models.MembershipYear,
    models.Period,
    models.Policy,
    models.RoleHeld,
    models.School,
    models.SchoolLink,
    models.Trust,
    models.User,
    models.Waiver,
):
    audit.register(model)

waiting.register(*home.SUBJECTS)
