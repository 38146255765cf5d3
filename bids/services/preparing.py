"""Setting up a priority and a call for bids to lead it, until the call opens."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from bids import criteria
from bids.models import Call, CallTerms, Criterion, Descriptor, Priority
from bids.services.scaling import confirm_descriptors, drafted, scale_of
from bids.states import CallState, CriterionKind
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import MembershipYear, User

__all__ = ["confirm_descriptors"]

# First words of other addresses behind /bids/: no call may be called so.
TAKEN = frozenset(
    {
        *("bid", "bids", "call", "calls", "deciding", "decisions", "editing", "exports"),
        *("feedback", "interests", "joint", "leads", "letters", "marking", "meetings", "mine"),
        *("moderation", "new", "office", "panel", "screen"),
    }
)
SLUG_LENGTH = 50  # leaves room for a number


class WrongDates(Refusal):
    """The moments are not in order; `about` is the one to change: opens, closes …"""

    def __init__(self, sentence: str, about: str) -> None:
        super().__init__(sentence)
        self.about = about


class Settled(Refusal):
    """Bids already answer to this priority, or the last call is not over."""


class SameTitle(Refusal):
    """A year has one priority of a name."""


def create_priority(
    *,
    year: MembershipYear,
    title: str,
    evidence: str,
    intended_outcome: str,
    baseline: str,
    decided_on: date | None,
    minute_reference: str,
    by: User,
    now: datetime,
) -> Priority:
    """What support is commissioned for, why, and where schools stand before it."""
    access.require(by, "bids.manage_call")
    with _one_of_a_title(year, title), transaction.atomic(), audit.acting(by):
        return Priority.objects.create(
            year=year,
            title=title.strip(),
            evidence=evidence.strip(),
            intended_outcome=intended_outcome.strip(),
            baseline=baseline.strip(),
            decided_on=decided_on,
            minute_reference=minute_reference.strip(),
            created_at=now,
            created_by=by,
        )


def change_priority(*, priority: Priority, by: User, **fields: Any) -> Priority:
    """Until one of its calls opens: from then on bids answer to these words."""
    access.require(by, "bids.manage_call")
    year, title = fields.get("year", priority.year), fields.get("title", priority.title)
    with _one_of_a_title(year, title), transaction.atomic(), audit.acting(by):
        row = Priority.objects.select_for_update().get(pk=priority.pk)
        if is_settled(row):
            raise Settled("A call for this priority has opened, so it can no longer be changed.")
        for name, value in fields.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.save(update_fields=list(fields))
    return row


def is_settled(priority: Priority) -> bool:
    return priority.calls.filter(opened_at__isnull=False).exists()


def create_call(
    *,
    priority: Priority,
    title: str,
    opens_at: datetime,
    questions_close_at: datetime,
    closes_at: datetime,
    marks_due_at: datetime,
    by: User,
    now: datetime,
    guidance: str = "",
    decided_on: date | None = None,
    minute_reference: str = "",
    terms: Mapping[str, Any] | None = None,
    follows: Call | None = None,
) -> Call:
    """A draft with the four criteria, equal weights and 24 sentences to read and confirm."""
    access.require(by, "bids.manage_call")
    check_dates(opens_at, questions_close_at, closes_at, marks_due_at)
    with transaction.atomic(), audit.acting(by):
        call = Call.objects.create(
            priority=priority,
            title=title.strip(),
            slug=_free_slug(f"{title} {priority.year.starts_on.year}"),
            guidance=guidance.strip(),
            opens_at=opens_at,
            questions_close_at=questions_close_at,
            closes_at=closes_at,
            marks_due_at=marks_due_at,
            decided_on=decided_on,
            minute_reference=minute_reference.strip(),
            follows=follows,
            created_at=now,
            created_by=by,
        )
        if terms is not None:
            CallTerms.objects.create(call=call, **terms)
        if follows:
            _copy_scale(follows, call)
        else:
            _first_scale(call)
    return call


def change_call(*, call: Call, by: User, **fields: Any) -> Call:
    """Title, guidance, dates, grace, or the decision behind it."""
    access.require(by, "bids.manage_call", call)
    with transaction.atomic(), audit.acting(by):
        row = drafted(call)
        for name, value in fields.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        check_dates(row.opens_at, row.questions_close_at, row.closes_at, row.marks_due_at)
        row.save(update_fields=list(fields))
    return row


def next_call(
    *,
    follows: Call,
    title: str,
    opens_at: datetime,
    questions_close_at: datetime,
    closes_at: datetime,
    marks_due_at: datetime,
    by: User,
    now: datetime,
) -> Call:
    """The priority is called again on the terms of the last call, to be changed or confirmed."""
    if follows.state not in {CallState.PUBLISHED, CallState.CANCELLED}:
        raise Settled("The priority is called again once this call is decided or called off.")
    last = getattr(follows, "terms", None)
    kept = ("funding_ceiling", "lead_bids", "minimum_panel", "overall_threshold", "spread_flag")
    return create_call(
        priority=follows.priority,
        title=title,
        opens_at=opens_at,
        questions_close_at=questions_close_at,
        closes_at=closes_at,
        marks_due_at=marks_due_at,
        guidance=follows.guidance,
        terms={name: getattr(last, name) for name in kept} if last else None,
        follows=follows,
        by=by,
        now=now,
    )


def check_dates(opens: datetime, questions: datetime, closes: datetime, marks: datetime) -> None:
    if not opens < closes:
        raise WrongDates("The call must close after it opens.", "closes")
    if not opens < questions <= closes:
        raise WrongDates(
            "The last moment for questions must be while the call is open.", "questions_close"
        )
    if not closes < marks:
        raise WrongDates("Marks must be due after the call closes.", "marks_due")


def _first_scale(call: Call) -> None:
    for kind in CriterionKind:
        row = Criterion.objects.create(
            call=call,
            kind=kind,
            text=criteria.TEXTS[kind],
            tie_rank=criteria.TIE_ORDER.index(kind) + 1,
        )
        _describe(row, dict(enumerate(criteria.SENTENCES[kind])))


def _copy_scale(last: Call, call: Call) -> None:
    for old, sentences in scale_of(last):
        row = Criterion.objects.create(
            call=call,
            kind=old.kind,
            text=old.text,
            weight=old.weight,
            threshold=old.threshold,
            tie_rank=old.tie_rank,
            word_limit=old.word_limit,
        )
        _describe(row, {sentence.mark: sentence.sentence for sentence in sentences})


def _describe(criterion: Criterion, sentences: Mapping[int, str]) -> None:
    for mark, sentence in sentences.items():
        Descriptor.objects.create(criterion=criterion, mark=mark, sentence=sentence)


def _free_slug(words: str) -> str:
    base = slugify(words)[:SLUG_LENGTH].strip("-") or "call"
    slug, number = base, 1
    while slug in TAKEN or Call.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@contextmanager
def _one_of_a_title(year: MembershipYear, title: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise SameTitle(f"{year} has a priority called “{title.strip()}” already.") from None
