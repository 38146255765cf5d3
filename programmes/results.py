"""What the answers of a survey add up to, the question's text always beside them.

Nothing is said of fewer than five responses, neither of the whole nor of a part of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet

from members.states import Phase, phase_in_words
from programmes.models import Answer, Question, Survey
from programmes.models.surveys import SCALE
from programmes.states import GuskeyLevel, QuestionKind
from programmes.suppression import FEWEST, hide_small

WORDS = {1: "1 (not at all)", 5: "5 (very much)"}
NO_PHASE = "Guests without a school"
# Levels a survey straight after an event cannot reach; the board wants to see them asked about.
HIGHER_LEVELS = (GuskeyLevel.SUPPORT, GuskeyLevel.USE, GuskeyLevel.PUPILS)


@dataclass(frozen=True)
class Summary:
    """The answers to one question. `rows` is empty where there are too few to show."""

    question: Question
    n: int  # who answered it
    rows: list[tuple[str, int]] = field(default_factory=list)
    mean: Decimal | None = None  # of a scale, one place
    texts: list[str] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        return 0 < self.n < FEWEST


@dataclass(frozen=True)
class Part:
    """One phase's answers to a scale; n and mean are None where they are not shown."""

    name: str
    n: int | None
    mean: Decimal | None


def answers_by_question(survey: Survey) -> list[Summary]:
    """Each question in its order. Two queries, however many answered."""
    questions = list(survey.questions.order_by("number"))
    given: dict[int, list[Answer]] = {question.pk: [] for question in questions}
    for answer in Answer.objects.filter(response__survey=survey).order_by("pk"):
        given[answer.question_id].append(answer)
    return [_summary(question, given[question.pk]) for question in questions]


def by_phase(question: Question) -> list[Part]:
    """A scale by the phase of the school; none of an anonymous survey, which knows no school."""
    answers = Answer.objects.filter(question=question, number__isnull=False)
    counted: dict[str, Counter[int]] = {}
    for phase, number, n in answers.values_list("response__school__phase", "number").annotate(
        n=Count("pk")
    ):
        # Guests are a part, too: left out, they would be the whole less the phases.
        counted.setdefault(phase or NO_PHASE, Counter())[number] += n
    sizes = hide_small({phase: numbers.total() for phase, numbers in counted.items()})
    order = [phase for phase in (*Phase.values, NO_PHASE) if phase in counted]
    return [
        Part(
            phase_in_words(phase),
            sizes[phase],
            None if sizes[phase] is None else mean_of(counted[phase]),
        )
        for phase in order
    ]


def levels_asked(surveys: QuerySet[Survey]) -> dict[GuskeyLevel, int]:
    """How many answers there are at each level; nought where nobody asks or answers."""
    rows = Answer.objects.filter(response__survey__in=surveys).exclude(question__level=None)
    found = dict(rows.values_list("question__level").annotate(Count("pk")).order_by())
    return {level: found.get(level.value, 0) for level in GuskeyLevel}


def gaps(surveys: QuerySet[Survey]) -> list[GuskeyLevel]:
    """The higher levels that nothing has been heard of."""
    found = levels_asked(surveys)
    return [level for level in HIGHER_LEVELS if not found[level]]


def mean_of(numbers: Mapping[int, int]) -> Decimal | None:
    """The mean of a scale to one place, halves away from nought; None of nothing."""
    n = sum(numbers.values())
    if not n:
        return None
    total = sum(step * count for step, count in numbers.items())
    return (Decimal(total) / n).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _summary(question: Question, answers: list[Answer]) -> Summary:
    n = len(answers)
    if 0 < n < FEWEST:
        return Summary(question, n)
    if question.kind == QuestionKind.TEXT:
        return Summary(question, n, texts=[answer.text for answer in answers if answer.text])
    if question.kind == QuestionKind.SCALE:
        numbers = Counter(answer.number for answer in answers if answer.number is not None)
        rows = [(WORDS.get(step, str(step)), numbers[step]) for step in SCALE]
        return Summary(question, n, rows=rows, mean=mean_of(numbers))
    chosen = Counter(_chosen(answers))
    return Summary(question, n, rows=[(option, chosen[option]) for option in question.options])


def _chosen(answers: Iterable[Answer]) -> Iterable[str]:
    for answer in answers:
        yield from answer.choices
