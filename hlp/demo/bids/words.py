"""What the demo's bids say. Schools, people and figures are made up."""

from bids.states import SectionKind

K = SectionKind

STRONG_TITLE = "Talk first: language and reading in every early years room"
STRONG_SUMMARY = (
    "Two schools open their early years rooms to all others, lend a leader for half a day a week,"
    " and help every school to notice and support children with weak language in the first term."
)
STRONG: dict[SectionKind, str] = {
    K.EXPERTISE: (
        "For six years we have screened every child on entry and taught in small groups those who"
        " need it. Nine of ten of them reach the expected standard in Year 1.\n\nThe inspection of"
        " 2021 calls our early reading exemplary, and the borough’s adviser uses our rooms to show"
        " others what can be done."
    ),
    K.CAPACITY: (
        "Our deputy head has supported four schools as a system leader. She, the reading leader"
        " and two teachers will each have half a day a week for this work, and are covered.\n\n"
        "Twelve of our staff have led training in other schools."
    ),
    K.APPROACH: (
        "Each school begins with what it finds in its own rooms. Between sessions leaders try out"
        " one change, film two minutes of it and bring that back.\n\nWe follow the evidence on"
        " professional development: few ideas, practised often, with feedback."
    ),
    K.QUALITY: (
        "We ask every school before we start, after each session and again six weeks later what"
        " has changed in its rooms.\n\nA steering group of three schools that take part reads the"
        " answers each half-term and changes the programme where it does not fit."
    ),
    K.KICK_OFF: (
        "An afternoon for all schools of the borough, with rooms open to visit, a speaker on early"
        " language and time for each school to write down its own question."
    ),
    K.HALF_TERMLY: (
        "A twilight session every half-term in each of the three clusters, and an action learning"
        " set for leaders who want to go further."
    ),
    K.OUTSIDE: (
        "A speech and language therapist, a researcher from a university, and leaders from a"
        " partnership in another borough that has done this for five years."
    ),
    K.LEARNING_EVENT: (
        "A morning in July where every school shows one thing that has changed, written up in a"
        " booklet for all schools."
    ),
    K.MATERIALS: (
        "All slides, films and the screening guide go on LEAP within a week of each session."
    ),
}

FAIR_TITLE = "Better together, one step at a time"
FAIR_SUMMARY = (
    "A programme of five sessions for leaders, built on what our own staff have learned in the"
    " last two years, with visits to our classrooms."
)
FAIR: dict[SectionKind, str] = {
    K.EXPERTISE: (
        "We have worked on this for two years. Results have risen in two of three year groups, and"
        " our last peer review speaks well of it."
    ),
    K.CAPACITY: (
        "An assistant head will lead, with one teacher. Both have given training in our own"
        " school; the assistant head has also spoken at a meeting of the cluster."
    ),
    K.APPROACH: (
        "Five sessions that build on each other. In each, leaders see a classroom, plan one change"
        " and report on the last one. We use published research summaries throughout."
    ),
    K.QUALITY: "A form after each session asks how useful it was. We read the answers each term.",
    K.KICK_OFF: "A first session in our hall for all leaders who sign up.",
    K.HALF_TERMLY: "One session each half-term, at our school, from 2pm to 4pm.",
    K.OUTSIDE: "A consultant who has worked with us speaks at two of the sessions.",
    K.LEARNING_EVENT: "The last session is a celebration of what has been done, open to all.",
    K.MATERIALS: "Slides are put on LEAP after each session.",
}
NEW_TITLE = "What helps one helps many"
NEW_SUMMARY = (
    "Teachers of five schools observe each other and agree on ten small changes that help pupils"
    " in ordinary lessons, then teach them to colleagues across the borough."
)

CAREFUL_TITLE = "Looking closely at ordinary lessons"
DRAFT_TITLE = "Subject leaders, side by side"
DRAFT_SUMMARY = (
    "Subject leaders of two schools work beside those of others for a year: planning one sequence"
    " of lessons together, teaching it, and looking at what pupils remember."
)
