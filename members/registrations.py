"""What the members app tells the kit: what is audited."""

from hlp.kit import audit
from members import models

for model in (
    models.Affiliation,
    models.Claim,
    models.CommitmentText,
    models.Contact,
    models.Invitation,
    models.Membership,
    models.MembershipSuccession,
    models.MembershipYear,
    models.Period,
    models.RoleHeld,
    models.School,
    models.SchoolLink,
    models.Trust,
    models.User,
):
    audit.register(model)
