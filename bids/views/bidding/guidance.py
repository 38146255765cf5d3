"""What stands beside a section: its criterion or expectation, its limit, its form."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse

from bids import expectations
from bids.forms.bids import FileForm, SectionForm
from bids.models import Bid, Criterion, Section
from bids.services import writing
from bids.states import CriterionKind, ExpectationKind, SectionKind
from bids.workflow import may_change
from hlp.kit.clock import moment

ORDER = tuple(SectionKind.values)
NONE_NEEDED = "No file is attached to this section. None is needed."
EXAMPLES = (
    "A page of an Ofsted report, a note of an adviser’s visit or a peer review can be attached."
)


@dataclass(frozen=True)
class Guide:
    """What the page says above the box."""

    heading: str
    text: str
    ask: str
    is_marked: bool
    words: int
    evidence: str
    weight: str = ""


def of(section: Section) -> Guide:
    label = str(section.get_kind_display())
    if not section.is_marked:
        kind = ExpectationKind(section.kind)
        text, ask = expectations.TEXTS[kind], expectations.ASKS[kind]
        return Guide(label, text, ask, False, expectations.WORDS, NONE_NEEDED)
    criteria = list(section.bid.call.criteria.all())
    own = next(c for c in criteria if c.kind == CriterionKind(section.kind))
    evidence = EXAMPLES if own.kind == CriterionKind.EXPERTISE else NONE_NEEDED
    return Guide(label, own.text, "", True, own.word_limit, evidence, _weight(own, criteria))


def words_of(bid: Bid) -> dict[str, int]:
    """The limit of each section."""
    limits = dict.fromkeys(ExpectationKind.values, expectations.WORDS)
    return limits | {row.kind: row.word_limit for row in bid.call.criteria.all()}


def after(kind: str) -> str | None:
    """Where "Save and continue" leads."""
    place = ORDER.index(kind) + 1
    return ORDER[place] if place < len(ORDER) else None


def section_form(section: Section, data: QueryDict | None = None) -> SectionForm:
    guide = of(section)
    return SectionForm(
        data,
        initial={
            "text": section.text,
            "planned_on": section.planned_on,
            "revision": section.revision,
        },
        label="Your answer",
        words=guide.words,
        rows=18 if section.is_marked else 10,
        is_dated=not section.is_marked,
    )


def file_form(section: Section, *args: object) -> FileForm:
    action = reverse("bids:add_file", args=[section.bid_id, section.kind])
    return FileForm(*args, action=action, prefix="evidence")


def why_closed(bid: Bid, now: datetime) -> str | None:
    """Why the working text can no longer be changed, or None."""
    if bid.state not in writing.CHANGING:
        return f"This bid is {bid.get_state_display().lower()}, so it can no longer be changed."
    if may_change(bid, now):
        return f"The call closed at {moment(bid.call.closes_at)}, so the bid stays as it is."
    return None


def send_back(form: Form, clash: writing.Clash) -> None:
    """Everything typed stays in the boxes; the page now knows what the other person saved."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["revision"] = str(clash.revision)
    form.data = data
    form.add_error(None, str(clash))


def _weight(own: Criterion, criteria: list[Criterion]) -> str:
    whole = sum(c.weight for c in criteria)
    return f"{round(100 * own.weight / whole)}%"
