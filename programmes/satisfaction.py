"""What those who took part say, programme by programme; the question's words beside every figure.

Of fewer than five responses nothing is said (design 9). A survey too small to be shown by itself is
left out where the sum less the other surveys would show it; no sums over programmes are shown.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q

from programmes.models import Answer, Asked, Programme
from programmes.results import HIGHER_LEVELS, mean_of
from programmes.states import GuskeyLevel, QuestionKind
from programmes.suppression import FEWEST, to_add_up
from programmes.svg import Bar, Piece

HIGHEST = 5  # of the scale


@dataclass(frozen=True)
class Line:
    """One question of a scale over all surveys of a programme that ask it in these words."""

    text: str
    level: GuskeyLevel | None
    responses: int
    mean: Decimal | None  # None where too few answered

    @property
    def bar(self) -> Bar:
        width = float(self.mean or 0) * 100 / HIGHEST
        figure = f"{self.mean} of {HIGHEST}" if self.mean is not None else "Too few to show"
        few = f"fewer than {FEWEST}"
        count = str(self.responses) if self.mean is not None else few
        return Bar(self.text, [Piece("part", 0, round(width, 2))], [figure, count])


@dataclass
class Of:
    """All that is said of one programme."""

    programme: Programme
    asked: int = 0
    answered: int = 0
    lines: list[Line] = field(default_factory=list)
    gaps: list[GuskeyLevel] = field(default_factory=list)

    @property
    def bars(self) -> list[Bar]:
        return [line.bar for line in self.lines]


def of_programmes(programmes: Sequence[Programme]) -> list[Of]:
    """Three queries, however many programmes, surveys and answers."""
    made = {row.pk: Of(row, gaps=list(HIGHER_LEVELS)) for row in programmes}
    _count_asked(made)
    _add_lines(made)
    heard = Answer.objects.filter(response__survey__programme__in=made)
    levels = heard.exclude(question__level=None).values_list(
        "response__survey__programme", "question__level"
    )
    for key, level in levels.distinct().order_by():
        made[key].gaps = [gap for gap in made[key].gaps if gap != level]
    return list(made.values())


def _count_asked(made: dict[int, Of]) -> None:
    rows = Asked.objects.filter(survey__programme__in=made).that_count().order_by()
    answered = Count("pk", filter=Q(has_answered=True))
    counted = rows.values("survey__programme").annotate(of=Count("pk"), answered=answered)
    for row in counted:
        one = made[row["survey__programme"]]
        one.asked, one.answered = row["of"], row["answered"]


def _add_lines(made: dict[int, Of]) -> None:
    """Grouped in the database: a few rows for each question, whatever the number of answers."""
    answers = Answer.objects.filter(
        response__survey__programme__in=made,
        question__kind=QuestionKind.SCALE,
        number__isnull=False,
    )
    words = ("response__survey__programme", "question__text", "question__level")
    counted = answers.values_list(*words, "response__survey", "number").annotate(Count("pk"))
    found: dict[tuple[int, str, int | None], dict[int, dict[int, int]]] = defaultdict(dict)
    for key, text, level, survey, number, count in counted.order_by():
        found[key, text, level].setdefault(survey, {})[number] = count
    for (key, text, level), by_survey in found.items():
        numbers = _added_up(by_survey)
        people = sum(numbers.values())
        mean = mean_of(numbers) if people >= FEWEST else None
        made[key].lines.append(Line(text, GuskeyLevel(level) if level else None, people, mean))
    for row in made.values():
        row.lines.sort(key=lambda line: (line.level or 9, line.text))


def _added_up(by_survey: dict[int, dict[int, int]]) -> Counter[int]:
    """Step of the scale -> how many chose it, over the surveys that may be added up."""
    people = {survey: sum(numbers.values()) for survey, numbers in by_survey.items()}
    numbers = Counter[int]()
    for survey in to_add_up(people):
        numbers.update(by_survey[survey])
    return numbers
