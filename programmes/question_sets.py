"""The questions that come with the portal: few, short, and each at its level of Guskey's five.

The frameworks stay behind the pages (design 9): people read plain questions, the board sees which
levels nobody asks about. Feedback on the day asks what one can know that day; the later form asks
who came what they use; the head's form asks whether the school lets them.
"""

from dataclasses import dataclass, field

from programmes.states import GuskeyLevel, QuestionKind, SurveyStage

SCALE, TEXT = QuestionKind.SCALE, QuestionKind.TEXT
ONE, MANY = QuestionKind.ONE, QuestionKind.MANY


@dataclass(frozen=True)
class Ask:
    """One question; a scale goes from 1, not at all, to 5, very much."""

    text: str
    kind: QuestionKind = SCALE
    level: GuskeyLevel | None = None
    hint: str = ""
    options: list[str] = field(default_factory=list)
    is_required: bool = False


ON_THE_DAY = (
    Ask("How useful was this for your work?", level=GuskeyLevel.REACTION, is_required=True),
    Ask("How much did you learn that was new to you?", level=GuskeyLevel.LEARNING),
    Ask("What will you try first?", TEXT, GuskeyLevel.LEARNING, "One thing is enough."),
    Ask("What should be different next time?", TEXT, GuskeyLevel.REACTION),
)
LATER = (
    Ask("How much of it have you used since?", level=GuskeyLevel.USE, is_required=True),
    Ask("How much did your school help you to use it?", level=GuskeyLevel.SUPPORT),
    Ask("What have you seen change for pupils?", TEXT, GuskeyLevel.PUPILS),
    Ask("What stood in the way?", TEXT, GuskeyLevel.SUPPORT),
)
HEAD = (
    Ask(
        "How well do your staff find time to use what they learn in the partnership?",
        level=GuskeyLevel.SUPPORT,
        is_required=True,
    ),
    Ask("How much has practice in your school changed through it?", level=GuskeyLevel.USE),
    Ask("What have you seen change for pupils?", TEXT, GuskeyLevel.PUPILS),
    Ask("How satisfied are you with the partnership’s offer?", level=GuskeyLevel.REACTION),
)
NEEDS = (
    Ask(
        "Where would support help your school most?",
        MANY,
        options=[
            "Leading a subject",
            "Planning the curriculum",
            "Pupils with special educational needs",
            "Teaching in mixed classes",
            "New teachers and teachers new to a role",
        ],
        is_required=True,
    ),
    Ask("What would you like the programme to take up?", TEXT),
    Ask(
        "When can your staff come?",
        MANY,
        options=["In school hours", "After school", "In the evening", "Online at any time"],
    ),
    Ask("Which good practice could your school share?", TEXT),
)
STANDARD: dict[SurveyStage, tuple[Ask, ...]] = {
    SurveyStage.ON_THE_DAY: ON_THE_DAY,
    SurveyStage.LATER: LATER,
    SurveyStage.HEAD: HEAD,
    SurveyStage.NEEDS: NEEDS,
}
