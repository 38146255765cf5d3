"""What the board tells the kit: what is audited, and what waits for whom.

Roll and ballots are never audited (kit.audit).
"""

from board import home, models
from hlp.kit import audit, waiting

for model in (
    models.Appointment,
    models.BackupsGone,
    models.Chairing,
    models.Contest,
    models.Extension,
    models.Lot,
    models.Nomination,
    models.Seat,
    models.Unreached,
):
    audit.register(model)
audit.register(models.Election, exclude=("public_key",))
# In a small poll the totals would show how somebody voted; the declared row keeps them.
audit.register(models.Result, exclude=("marks",))
# Who holds which key is known; what it is made of stays out of the log.
audit.register(models.Keyholder, exclude=("public", "salt", "passes", "memory"))

waiting.register(home.OF_SEATS, *home.OF_ELECTIONS)
