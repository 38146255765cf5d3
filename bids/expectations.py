"""What the prospectus expects of every programme of support, word for word, with a question."""

from bids.states import ExpectationKind

WORDS = 300  # enough to say what, when and who; criteria have limits of their own

TEXTS: dict[ExpectationKind, str] = {
    ExpectationKind.KICK_OFF: (
        "A kick-off event to introduce the priority, explore the issues facing schools and"
        " identify what support might be needed."
    ),
    ExpectationKind.HALF_TERMLY: (
        "Half-termly engagement with schools interested in support. These may be CPD sessions run"
        " across the Borough or within smaller clusters, or they may take the form of action"
        " learning sets where schools get to explore issues and learn from each other."
    ),
    ExpectationKind.OUTSIDE: (
        "Access to perspectives and expertise from outside Hillingdon. This might include a"
        " programme of outside speakers, or access to the latest evidence and research."
    ),
    ExpectationKind.LEARNING_EVENT: (
        "A final learning event to document and share the main learning from the work and make"
        " this visible and accessible to all schools."
    ),
    ExpectationKind.MATERIALS: (
        "Additional resources and materials developed during the process are captured and made"
        " available to all partnership schools through the LEAP website."
    ),
}
ASKS: dict[ExpectationKind, str] = {
    ExpectationKind.KICK_OFF: (
        "Say what happens at the event, where, and how you reach all schools."
    ),
    ExpectationKind.HALF_TERMLY: (
        "Say what you offer in each half-term, for whom, and how schools find out."
    ),
    ExpectationKind.OUTSIDE: "Say whose expertise you would bring in, and what for.",
    ExpectationKind.LEARNING_EVENT: "Say how the learning is written down and shared.",
    ExpectationKind.MATERIALS: "Say which materials schools would find on LEAP, and when.",
}
