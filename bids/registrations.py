"""What bidding tells the kit: what is audited, and what waits for whom."""

from bids import home, models
from bids.sections import bids_of
from hlp.kit import audit, sections, waiting

for model in (
    models.Assessor,
    models.Award,
    models.Call,
    models.CallTerms,
    models.Criterion,
    models.Descriptor,
    models.EarlyOpening,
    models.Editor,
    models.Extension,
    models.LateException,
    models.Moderation,
    models.Priority,
    models.Question,
):
    audit.register(model)
# The log is read by all of the office, while bids are sealed, before decisions are published, and
# by who is out of the call: that something of a bid changed is on record, not what it says. The
# rows themselves are kept: versions, marks and what was published are frozen.
for told, said in {
    models.Bid: ("title", "summary", "cost", "cost_notes", "reinstated_because"),
    models.Section: ("text", "planned_on"),
    models.BidFile: ("title",),
    models.BidVersion: ("content", "because"),
    models.Partner: ("part",),
    models.Clarification: ("question", "sections"),
    models.Finding: ("is_passed", "reason"),
    models.Interest: ("kind",),
    models.Ruling: ("stays_out", "because"),
    models.MarkSheet: ("abstained_because",),
    models.Mark: ("mark", "reason", "descriptor", "evidence", "changed_because"),
    models.AgreedMark: (
        *("mark", "reason", "descriptor", "for_a_higher_mark", "lowest", "highest"),
    ),
    models.Presence: ("is_present", "left_because"),
    models.Decision: (
        *("outcome", "public_reason", "private_reason", "agreed_sum", "below_minimum_because"),
    ),
    models.Instalment: ("amount", "condition"),
    models.ChairReason: ("before", "after", "because"),
    models.Letter: ("opening", "closing", "content"),
    models.FeedbackMeeting: ("message", "place"),
}.items():
    audit.register(told, exclude=said)

waiting.register(*home.SUBJECTS)
sections.register("members:school_detail", bids_of)
