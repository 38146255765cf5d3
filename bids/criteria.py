"""What every call starts with: the prospectus's four criteria and a sentence for each mark.

The texts are the prospectus's own ("Criteria for selecting lead schools"), less three slips of
the pen. They are copied into the call, where office and clerk may change them until it opens.
"""

from bids.states import CriterionKind

TEXTS: dict[CriterionKind, str] = {
    CriterionKind.EXPERTISE: (
        "Evidence of expertise related to the priority you are bidding to lead work on. This might"
        " be provided by the direct experience of the leadership or staff in the school that will"
        " work on this priority. It would also be helpful to have some form of external validation"
        " of this expertise e.g. evidence from recent OFSTED inspection, adviser visit, peer review"
        " or from another external body e.g. subject associations, NASEN."
    ),
    CriterionKind.CAPACITY: (
        "Evidence of the leadership and wider staff capacity you will be able to deploy. For"
        " leadership we would be looking for evidence of supporting other schools or playing a"
        " wider system leadership role previously. We would also be looking for evidence of wider"
        " staffing capacity to support the work. This might include evidence of previous training"
        " that staff have led on delivering within school or work with other schools."
    ),
    CriterionKind.APPROACH: (
        "Clarity about the approach and methodology you plan to use to deliver support related to"
        " this priority. We have outlined how support might be delivered over a calendar year, but"
        " we are looking for creative approaches and ideas from lead schools about the best models"
        " for delivery and how they can ensure practice is research led and evidence-based and can"
        " support joint practice development across all schools involved."
    ),
    CriterionKind.QUALITY: (
        "Evidence of how you will quality assure the support and ensure it is meeting the needs of"
        " all schools. What systems and processes will you use to collect feedback from schools to"
        " understand the different needs for support and ensure support is being tailored and"
        " adapted throughout the year to meet those needs?"
    ),
}

# Design 12: which criterion is asked first when two totals are equal.
TIE_ORDER = (
    CriterionKind.EXPERTISE,
    CriterionKind.APPROACH,
    CriterionKind.QUALITY,
    CriterionKind.CAPACITY,
)

# What 0 to 5 mean, one sentence a mark. Each step names evidence the step below lacks.
SENTENCES: dict[CriterionKind, tuple[str, str, str, str, str, str]] = {
    CriterionKind.EXPERTISE: (
        "The bid gives no evidence of expertise in this priority.",
        "The bid says that the school has expertise in this priority, but gives no example and"
        " nothing that could be checked.",
        "The bid gives examples of the school’s own work, but they cover only part of the priority"
        " or do not show what changed for pupils or staff.",
        "The people who would lead the work have direct experience of the priority, with examples"
        " of what they did and what changed. Nobody from outside the school confirms it.",
        "The people who would lead the work have recent, direct experience of the whole priority"
        " with results, and an outside source such as Ofsted, an adviser or a peer review confirms"
        " it.",
        "Results over several years cover the whole priority and are shown in figures, more than"
        " one recent outside source confirms them, and other schools have used this expertise with"
        " success.",
    ),
    CriterionKind.CAPACITY: (
        "The bid does not say who would do the work.",
        "The bid names people or posts, but not what time they would have or what they have done"
        " for other schools before.",
        "Named leaders would have time for the work, but there is little evidence that they have"
        " supported other schools, or everything rests on one person.",
        "Named leaders have supported other schools before, there are staff who have trained"
        " colleagues, and the time each would give is stated and fits what the bid proposes.",
        "Named leaders have supported other schools with results, several staff have trained"
        " people from other schools, and time and cover are planned for each part of the work.",
        "Other schools confirm the results of the leaders’ support, a team of proven trainers has"
        " time and cover set aside for the whole year, and the bid shows how the work goes on if"
        " somebody leaves.",
    ),
    CriterionKind.APPROACH: (
        "The bid does not say how the support would be given.",
        "The bid lists activities without their reason, order or dates. It is unclear what a"
        " school that takes part would do.",
        "There is an outline of the year, but parts of it are vague, or the bid says that it rests"
        " on research without naming any.",
        "A clear plan of the year covers each part of the support we expect, says what schools"
        " would do at each step, and names the research it rests on.",
        "Each step of a clear plan follows from named research and from needs of schools that the"
        " bid describes. Schools develop practice together, and the plan allows for different"
        " phases and starting points.",
        "A fresh and convincing plan follows step by step from research and from needs. Schools of"
        " every phase develop and test practice together, and the bid shows how what they learn"
        " would last beyond the year.",
    ),
    CriterionKind.QUALITY: (
        "The bid does not say how it would make sure that the support is good and meets schools’"
        " needs.",
        "The bid promises to ask for feedback, but not when, from whom, or what would be done with"
        " it.",
        "Feedback would be collected, mostly after single events or at the end. It is unclear how"
        " it would change the support.",
        "All schools that take part would be asked at set points in the year, somebody is named"
        " to act on what they say, and the bid says how the support would be adapted.",
        "Needs would be found out before the start and checked in more than one way through the"
        " year, there are measures of whether the support works, and dates on which it is adapted.",
        "The needs of all schools would be known at the start, also of those that do not take"
        " part. Measures have starting values and targets, somebody outside checks them, and"
        " schools are told what changed because of what they said.",
    ),
}
