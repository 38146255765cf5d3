"""What the board tells the kit: what is audited. Roll and ballots never are (kit.audit)."""

from board import models
from hlp.kit import audit

for model in (
    models.Appointment,
    models.Chairing,
    models.Contest,
    models.Lot,
    models.Nomination,
    models.Result,
    models.Seat,
    models.Unreached,
):
    audit.register(model)
audit.register(models.Election, exclude=("public_key",))
# Who holds which key is known; what it is made of stays out of the log.
audit.register(models.Keyholder, exclude=("public", "salt", "passes", "memory"))
