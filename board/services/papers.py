"""The ballot paper: what stands on it, what may be marked, and how it goes into the envelope."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from board.models import Contest, Election, Nomination
from hlp.kit.refusal import Refusal

CODE_LENGTH = 24  # code, hyphen and the voter's own characters, with room
ROUND_TO = 64  # bytes: sizes of different elections look alike too

Marks = Mapping[int, Sequence[int]]  # contest -> nominations, as marked


class BadPaper(Refusal):
    """More marks than seats, or a mark for somebody who is not on the paper."""


@dataclass(frozen=True)
class Question:
    """One contest with its candidates in the drawn order."""

    contest: Contest
    candidates: list[Nomination]

    @property
    def field(self) -> str:
        return f"contest-{self.contest.pk}"


def questions(election: Election) -> list[Question]:
    """Only contests with a choice were drawn and printed; the others need no vote."""
    drawn = Nomination.objects.on_the_paper().filter(contest__election=election)
    drawn = drawn.select_related("school")
    found = [
        Question(contest, [n for n in drawn if n.contest_id == contest.pk])
        for contest in election.contests.order_by("kind")
    ]
    return [question for question in found if question.candidates]


def check(asked: Sequence[Question], marks: Marks) -> dict[int, list[int]]:
    """The marks in the order of the paper, every contest there; nothing marked is a blank."""
    on_paper = {q.contest.pk: q for q in asked}
    if set(marks) - set(on_paper):
        raise BadPaper("That contest is not on this paper.")
    return {pk: _check_one(q, marks.get(pk, ())) for pk, q in on_paper.items()}


def _check_one(question: Question, chosen: Sequence[int]) -> list[int]:
    contest, order = question.contest, [n.pk for n in question.candidates]
    if len(set(chosen)) < len(chosen) or set(chosen) - set(order):
        raise BadPaper(f"{contest.title}: mark each candidate on the paper at most once.")
    if len(chosen) > contest.seats:
        raise BadPaper(
            f"{contest.title}: you can choose up to {contest.seats}, and you chose {len(chosen)}."
        )
    return [pk for pk in order if pk in chosen]


def write(marks: Marks, code: str) -> bytes:
    return json.dumps(
        {"code": code, "marks": {str(k): list(v) for k, v in marks.items()}}, separators=(",", ":")
    ).encode()


def read(content: bytes) -> tuple[dict[int, list[int]], str]:
    """ValueError where it is no paper of ours."""
    found = json.loads(content)
    try:
        return {int(k): [int(n) for n in v] for k, v in found["marks"].items()}, str(found["code"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a paper") from error


def envelope_size(asked: Sequence[Question]) -> int:
    """Room for the fullest paper, so that length says nothing about what was marked."""
    fullest = {
        q.contest.pk: [max(n.pk for n in q.candidates)] * min(q.contest.seats, len(q.candidates))
        for q in asked
    }
    longest = len(write(fullest, "X" * CODE_LENGTH))
    return -(-longest // ROUND_TO) * ROUND_TO
