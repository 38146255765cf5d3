"""The terms of a call: money, weights, thresholds, tie rule, and what each mark means.

Everything is open to change until the call opens; then the database itself refuses.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from bids.models import Call, CallTerms, Criterion, Descriptor
from bids.states import HIGHEST, CallState, CriterionKind
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User


class TermsStand(Refusal):
    """The call has opened, and bidders rely on its terms."""


class UnclearOrder(Refusal):
    """Two criteria cannot be asked at the same place when totals are equal."""


class SentenceMissing(Refusal):
    """Each mark of each criterion has its own sentence."""


def drafted(call: Call) -> Call:
    """The call, locked, as long as nobody outside relies on it."""
    row = Call.objects.select_for_update().get(pk=call.pk)
    if row.state != CallState.DRAFT:
        raise TermsStand(
            "This call has opened, so its terms stand. You can extend it, answer questions, or"
            " call it off."
        )
    return row


def set_terms(*, call: Call, by: User, **fields: Any) -> CallTerms:
    """Highest cost, how many bids are selected, fewest assessors, threshold, spread."""
    access.require(by, "bids.manage_call", call)
    with transaction.atomic(), audit.acting(by):
        row = drafted(call)
        terms = CallTerms.objects.filter(call=row).first() or CallTerms(call=row)
        for name, value in fields.items():
            setattr(terms, name, value)
        terms.save()
    return terms


def set_criteria(
    *, call: Call, settings: Mapping[str, Mapping[str, Any]], by: User
) -> list[Criterion]:
    """`settings`: for each kind its weight, threshold, tie rank and word limit."""
    access.require(by, "bids.manage_call", call)
    ranks = [given["tie_rank"] for given in settings.values()]
    if sorted(ranks) != list(range(1, len(CriterionKind) + 1)):
        raise UnclearOrder("Give each criterion its own place, from 1 to 4.")
    with transaction.atomic(), audit.acting(by):
        rows = {row.kind: row for row in drafted(call).criteria.in_order()}
        _make_room(rows)
        for kind, given in settings.items():
            for name, value in given.items():
                setattr(rows[kind], name, value)
            rows[kind].save(update_fields=list(given))
    return list(rows.values())


def describe(
    *, criterion: Criterion, text: str, sentences: Sequence[str], by: User
) -> list[Descriptor]:
    """The criterion's text and its six sentences, from 0 up. What changed must be read again."""
    access.require(by, "bids.manage_call", criterion.call)
    if not text.strip() or len(sentences) != HIGHEST + 1 or not all(map(str.strip, sentences)):
        raise SentenceMissing(f"Write the text and a sentence for every mark from 0 to {HIGHEST}.")
    with transaction.atomic(), audit.acting(by):
        call = drafted(criterion.call)
        row = Criterion.objects.get(pk=criterion.pk, call=call)
        changed = _change(row, "text", text.strip())
        found = {sentence.mark: sentence for sentence in row.descriptors.all()}
        for mark, sentence in enumerate(sentences):
            one = found.get(mark) or Descriptor(criterion=row, mark=mark)
            changed |= _change(one, "sentence", sentence.strip())
        if changed and call.descriptors_confirmed_at:
            call.descriptors_confirmed_at = None
            call.descriptors_confirmed_by = None
            call.save(update_fields=["descriptors_confirmed_at", "descriptors_confirmed_by"])
    return list(row.descriptors.order_by("mark"))


def confirm_descriptors(*, call: Call, by: User, now: datetime) -> Call:
    """Design 12: somebody has read the 24 sentences and stands by them."""
    access.require(by, "bids.manage_call", call)
    with transaction.atomic(), audit.acting(by):
        row = drafted(call)
        missing = [str(criterion) for criterion, rows in scale_of(row) if len(rows) != HIGHEST + 1]
        if missing:
            raise SentenceMissing(f"Sentences are missing for: {', '.join(missing)}.")
        row.descriptors_confirmed_at, row.descriptors_confirmed_by = now, by
        row.save(update_fields=["descriptors_confirmed_at", "descriptors_confirmed_by"])
    return row


def scale_of(call: Call) -> list[tuple[Criterion, list[Descriptor]]]:
    """The criteria in the prospectus's order, each with its sentences from 0 up. Two queries."""
    rows = Prefetch("descriptors", queryset=Descriptor.objects.order_by("mark"))
    return [
        (criterion, list(criterion.descriptors.all()))
        for criterion in call.criteria.in_order().prefetch_related(rows)
    ]


def _make_room(rows: Mapping[str, Criterion]) -> None:
    """Places are unique also between two statements, so all move out of the way first."""
    for row in rows.values():
        row.tie_rank += 100
        row.save(update_fields=["tie_rank"])


def _change(row: Any, name: str, value: str) -> bool:
    if row.pk and getattr(row, name) == value:
        return False
    setattr(row, name, value)
    row.save()
    return True
