"""What bidding tells the kit: what is audited, and what waits for whom."""

from bids import home, models
from bids.sections import bids_of
from hlp.kit import audit, sections, waiting

for model in (
    models.Assessor,
    models.Award,
    models.Call,
    models.CallTerms,
    models.ChairReason,
    models.Clarification,
    models.Criterion,
    models.Decision,
    models.Descriptor,
    models.EarlyOpening,
    models.Editor,
    models.Extension,
    models.FeedbackMeeting,
    models.Finding,
    models.Instalment,
    models.Interest,
    models.LateException,
    models.Letter,
    models.Moderation,
    models.Partner,
    models.Presence,
    models.Priority,
    models.Question,
    models.Ruling,
):
    audit.register(model)
# The log is read while bids are sealed: that they changed is on record, not what they say.
audit.register(models.Bid, exclude=("title", "summary", "cost", "cost_notes"))
# Texts in the making are the bidder's; what was submitted is kept whole as a version.
audit.register(models.Section, exclude=("text",))
audit.register(models.BidFile)
audit.register(models.BidVersion, exclude=("content",))
# Marks keep their own history, row by row; the log must not show them before they are out.
audit.register(models.MarkSheet)
audit.register(models.Mark, exclude=("mark", "reason", "descriptor", "evidence"))
audit.register(
    models.AgreedMark,
    exclude=("mark", "reason", "descriptor", "for_a_higher_mark", "lowest", "highest"),
)

waiting.register(home.waiting_for)
sections.register("members:school_detail", bids_of)
