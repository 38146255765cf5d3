"""How a call says where it stands, what it asks for and how it is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bids.models import Call, Criterion, Descriptor
from bids.services.scaling import scale_of
from bids.states import CallState
from hlp.kit.clock import moment
from hlp.kit.components import Row
from hlp.kit.money import pounds
from hlp.kit.templatetags.ui import uk_date, uk_datetime


@dataclass(frozen=True)
class Asked:
    """One criterion as bidders read it."""

    number: int
    criterion: Criterion
    percent: int
    sentences: list[Descriptor]

    @property
    def rows(self) -> list[Descriptor]:
        """From the highest mark down, as people read a scale."""
        return list(reversed(self.sentences))


@dataclass(frozen=True)
class Standing:
    """The tag of a call and a sentence beside it: an open call may not take bids yet, or by now."""

    text: str
    colour: str
    sentence: str = ""


def standing(call: Call, now: datetime) -> Standing:
    state = CallState(call.state)
    if state == CallState.OPEN and now < call.opens_at:
        return Standing("Announced", "blue", f"Opens at {moment(call.opens_at)}")
    if state == CallState.OPEN and now > call.closes_at:
        return Standing("Closed", "yellow", f"Closed at {moment(call.closes_at)}")
    if state == CallState.OPEN:
        return Standing(state.label, state.colour, f"Closes at {moment(call.closes_at)}")
    if state == CallState.PUBLISHED:
        return Standing(state.label, state.colour, f"Published {uk_date(call.published_at)}")
    if state in {CallState.DRAFT, CallState.CANCELLED}:
        return Standing(state.label, state.colour)
    return Standing(state.label, state.colour, f"Closed at {moment(call.closes_at)}")


def asked(call: Call) -> list[Asked]:
    scale = scale_of(call)
    total = sum(criterion.weight for criterion, _ in scale) or 1
    return [
        Asked(number, criterion, round(100 * criterion.weight / total), sentences)
        for number, (criterion, sentences) in enumerate(scale, start=1)
    ]


def dates(call: Call) -> Iterator[Row]:
    yield Row("Opens", uk_datetime(call.opens_at))
    yield Row("Questions until", uk_datetime(call.questions_close_at))
    yield Row("Closes", uk_datetime(call.closes_at))
    for extension in call.extensions.order_by("pk") if call.opened_at else ():
        told = f"From {uk_datetime(extension.closed_at)}. {extension.because}"
        yield Row("Closing was put off", told)
    yield Row("Marks due", uk_datetime(call.marks_due_at))
    if call.decided_on:
        yield Row("Agreed by the board", f"{uk_date(call.decided_on)} ({call.minute_reference})")


def money(call: Call) -> Iterator[Row]:
    if not hasattr(call, "terms"):
        return
    terms = call.terms
    yield Row("Highest cost of a bid", f"{pounds(terms.funding_ceiling)}. The cost is not marked.")
    many = "One" if terms.lead_bids == 1 else f"Up to {terms.lead_bids}"
    yield Row("Bids to be selected", f"{many}. A group of schools is one bid.")
    yield Row(
        "Who marks",
        f"At least {terms.minimum_panel} members of the panel who have no interest in the bid",
    )


def rules(call: Call, criteria: list[Asked]) -> Iterator[Row]:
    """How marks become a decision, in the order in which it happens."""
    weights = {one.criterion.weight for one in criteria}
    total = "The agreed marks are added"
    yield Row(
        "Total",
        f"{total}; all criteria weigh the same."
        if len(weights) == 1
        else f"{total}, each with its weight: {_weights(criteria)}.",
    )
    yield Row("Lowest marks", " ".join(_thresholds(call, criteria)) or "None are set.")
    order = sorted((one.criterion for one in criteria), key=lambda row: row.tie_rank)
    names = ", then ".join(str(row).lower() for row in order)
    yield Row(
        "Equal totals",
        f"The higher agreed mark decides: on {names}. If all are equal, the chair decides and"
        " records why.",
    )


def _weights(criteria: list[Asked]) -> str:
    return ", ".join(f"{str(one.criterion).lower()} {one.percent}%" for one in criteria)


def _thresholds(call: Call, criteria: list[Asked]) -> Iterator[str]:
    for one in criteria:
        if one.criterion.threshold is not None:
            yield f"At least {one.criterion.threshold} on {str(one.criterion).lower()}."
    if hasattr(call, "terms") and call.terms.overall_threshold is not None:
        yield f"At least {call.terms.overall_threshold}% of the highest total."
    if any(one.criterion.threshold is not None for one in criteria) or (
        hasattr(call, "terms") and call.terms.overall_threshold is not None
    ):
        yield "A bid below is below minimum, whatever its rank."
