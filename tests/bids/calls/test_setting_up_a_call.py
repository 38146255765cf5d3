"""Setting up a call: what it starts with, what can change, and what must be there to open it."""

import pytest

from bids import criteria
from bids.models import Call
from bids.states import CallState, CriterionKind
from tests.factories.bids import CallFactory

pytestmark = pytest.mark.django_db


def test_a_call_starts_with_the_four_criteria_and_24_sentences() -> None:
    call = CallFactory.create()

    rows = list(call.criteria.in_order())

    assert [row.kind for row in rows] == list(CriterionKind)
    assert [row.text for row in rows] == [criteria.TEXTS[kind] for kind in CriterionKind]
    assert {row.weight for row in rows} == {1}
    assert sum(row.descriptors.count() for row in rows) == 24


@pytest.mark.parametrize("state", [CallState.OPEN, CallState.CLOSED, CallState.CANCELLED])
def test_the_factory_goes_by_legal_moves(state: CallState) -> None:
    call = CallFactory.create(state=state)

    assert Call.objects.get(pk=call.pk).state == state
