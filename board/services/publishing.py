"""What an election shows, and to whom: turnout, totals, codes, files and whether they agree."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from board.counting import Count, count
from board.models import BoardMarks, Contest, Election, Lot, Nomination
from board.states import OPENED_STATES, NominationState
from board.workflow import FEWEST_VOTES


@dataclass(frozen=True)
class Line:
    """One candidate with the marks they got."""

    nomination: Nomination
    marks: int

    @property
    def is_withdrawn(self) -> bool:
        return self.nomination.state == NominationState.WITHDRAWN


@dataclass(frozen=True)
class Outcome:
    """One line of the table that is its own chart."""

    label: str
    marks: int
    width: int  # of a hundred
    outcome: str


@dataclass(frozen=True)
class Tally:
    """One contest counted: lines with most marks first, blanks, and what follows."""

    contest: Contest
    lines: list[Line]
    blanks: int
    votes: int
    count: Count
    drawn: tuple[str, ...] = ()  # those of the lot

    def tied(self) -> list[Nomination]:
        return [x.nomination for x in self.lines if x.nomination.label in self.count.tied]

    def outcomes(self) -> list[Outcome]:
        most = max((line.marks for line in self.lines), default=0) or 1
        return [
            Outcome(
                line.nomination.label,
                line.marks,
                round(100 * line.marks / most),
                self._outcome(line),
            )
            for line in self.lines
        ]

    def _outcome(self, line: Line) -> str:
        if line.is_withdrawn:
            return "withdrawn"
        if line.nomination.label in self.count.tied:
            return "tied, waits for the lot"
        if line.nomination.label not in self.count.elected:
            return ""
        return "elected by lot" if line.nomination.label in self.drawn else "elected"

    def elected(self) -> list[Nomination]:
        by_label = {line.nomination.label: line.nomination for line in self.lines}
        return [by_label[label] for label in self.count.elected]


@dataclass(frozen=True)
class Reconciliation:
    """The figures that must agree: nothing was lost between roll, codes and marks."""

    frozen: int  # schools on the roll when voting opened
    on_roll: int
    voted: int
    codes: int
    marks: dict[str, int]

    @property
    def agrees(self) -> bool:
        is_whole = self.on_roll == self.frozen
        return is_whole and {self.voted} == {self.codes, *self.marks.values()}


def tally(contest: Contest) -> Tally:
    """Counted afresh from the marks each time, with the lot where one was drawn."""
    candidates = list(Nomination.objects.on_the_paper().filter(contest=contest))
    papers = list(BoardMarks.objects.filter(contest=contest).values_list("marks", flat=True))
    marks = Counter(pk for paper in papers for pk in paper)
    lines = [Line(nomination, marks[nomination.pk]) for nomination in candidates]
    lines.sort(key=lambda line: (-line.marks, line.nomination.position or 0))
    drawn = _lot_of(contest, candidates)
    counted = count(
        {line.nomination.label: line.marks for line in lines if not line.is_withdrawn},
        contest.seats,
        drawn,
    )
    blanks = sum(not paper for paper in papers)
    return Tally(contest, lines, blanks, len(papers), counted, tuple(drawn))


def tallies(election: Election) -> list[Tally]:
    """Nothing while voting: there is nothing to add up."""
    if election.state not in OPENED_STATES:
        return []
    drawn = election.contests.filter(nominations__position__isnull=False).distinct()
    return [tally(contest) for contest in drawn.order_by("kind")]


def open_ties(election: Election) -> list[Tally]:
    return [found for found in tallies(election) if found.count.tied]


def turnout(election: Election) -> int:
    return election.roll.filter(has_voted=True).count()


def shows_totals(election: Election) -> bool:
    """Under five votes only who was elected: totals would show how schools voted."""
    return election.state in OPENED_STATES and (election.votes_cast or 0) >= FEWEST_VOTES


def reconcile(election: Election) -> Reconciliation:
    drawn = election.contests.filter(nominations__position__isnull=False).distinct()
    return Reconciliation(
        frozen=election.roll_size,
        on_roll=election.roll.count(),
        voted=turnout(election),
        codes=election.codes.count(),
        marks={c.title: c.marks.count() for c in drawn.order_by("kind")},
    )


def votes_file(election: Election) -> str:
    """One line a vote and contest, sorted, so that the file has no order to read anything from."""
    rows: list[tuple[str, str, str]] = []
    for contest in election.contests.order_by("kind"):
        candidates = list(Nomination.objects.on_the_paper().filter(contest=contest))
        if not candidates:
            continue
        labels = {nomination.pk: nomination.label for nomination in candidates}
        rows.append(("seats", contest.title, str(contest.seats)))
        for nomination in candidates:
            stands = nomination.state == NominationState.ACCEPTED
            rows.append(("candidate" if stands else "withdrawn", contest.title, nomination.label))
        papers = BoardMarks.objects.filter(contest=contest).values_list("marks", flat=True)
        votes = sorted("|".join(labels[pk] for pk in paper) for paper in papers)
        rows += [("vote", contest.title, vote) for vote in votes]
    return _as_csv(("what", "contest", "value"), rows)


def codes_file(election: Election) -> str:
    codes = sorted(election.codes.values_list("code", flat=True))
    return _as_csv(("code",), [(code,) for code in codes])


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def faults(election: Election) -> Iterator[str]:
    """What a recount finds that is not as it was declared; nothing where all is well."""
    if not reconcile(election).agrees:
        yield (
            "Schools that voted, codes and votes are not the same number, or the roll is not as"
            " long as when voting opened."
        )
    if digest(votes_file(election)) != election.result_digest:
        yield "The votes are not those that were in the box."
    if digest(codes_file(election)) != election.codes_digest:
        yield "The codes are not those that were in the box."
    for found in tallies(election):
        declared = found.contest.results.exclude(place=None).order_by("place")
        names = list(declared.values_list("nomination", flat=True))
        if names and names != [nomination.pk for nomination in found.elected()]:
            yield f"{found.contest.title}: others were declared elected."


def _lot_of(contest: Contest, candidates: Sequence[Nomination]) -> list[str]:
    lot = Lot.objects.filter(contest=contest).first()
    labels = {nomination.pk: nomination.label for nomination in candidates}
    return [labels[pk] for pk in lot.order if pk in labels] if lot else []


def _as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
