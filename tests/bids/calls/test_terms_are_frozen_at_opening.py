"""Field notes 4, 27 and 28: weights, thresholds and tie rule stand at opening, for all to read.

Refused by the service with a sentence, and by the database whoever asks.
"""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from bids.models import Call, CallTerms, Criterion, Descriptor, EarlyOpening, Extension
from bids.services import early, extending, preparing, scaling
from bids.states import CallState, CriterionKind
from tests.bids.calls.test_setting_up_a_call import weights
from tests.factories.bids import T0, CallFactory, closes_at, opened

pytestmark = pytest.mark.django_db


def test_changing_weights_after_opening_is_refused(office):
    call = CallFactory.create(state=CallState.OPEN)

    with pytest.raises(scaling.TermsStand, match="its terms stand"):
        scaling.set_criteria(call=call, settings=weights(weight=3), by=office)
    with pytest.raises(scaling.TermsStand):
        scaling.set_terms(call=call, by=office, lead_bids=2)
    with pytest.raises(scaling.TermsStand):
        preparing.change_call(call=call, by=office, guidance="Something else")
    row = call.criteria.get(kind=CriterionKind.QUALITY)
    with pytest.raises(scaling.TermsStand):
        scaling.describe(criterion=row, text="New", sentences=["New"] * 6, by=office)
    with pytest.raises(scaling.TermsStand):
        scaling.confirm_descriptors(call=call, by=office, now=T0)


@pytest.mark.parametrize("model", [CallTerms, Criterion, Descriptor])
def test_the_database_refuses_too(model):
    call = CallFactory.create(state=CallState.OPEN)
    path = "criterion__call" if model is Descriptor else "call"
    rows = model.objects.filter(**{path: call})
    change = {
        CallTerms: {"lead_bids": 2},
        Criterion: {"weight": 5},
        Descriptor: {"sentence": "Excellent."},
    }[model]

    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        rows._raw_delete(rows.db)
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        _another(model, call)


def _another(model, call):
    """A row that was not there when the call opened, taken from a draft's."""
    other = CallFactory.create()
    path = "criterion__call" if model is Descriptor else "call"
    row = model.objects.filter(**{path: other}).first()
    if model is Descriptor:
        row.criterion = call.criteria.first()
    else:
        row.call = call
    row.save()


def test_a_draft_beside_it_can_still_change(office):
    CallFactory.create(state=CallState.OPEN)
    draft = CallFactory.create()

    scaling.set_criteria(call=draft, settings=weights(weight=3), by=office)

    assert draft.criteria.get(kind="expertise").weight == 3


@pytest.mark.parametrize("model", [EarlyOpening, Extension])
def test_what_was_out_of_the_ordinary_stays_on_record(office, model):
    call = CallFactory.create(state=CallState.OPEN)
    early.open_early(call=call, because="The file store fails.", by=office, now=T0)
    extending.extend(
        call=call,
        closes_at=call.closes_at.replace(day=9),
        because="Snow closed the schools.",
        by=office,
        now=T0,
    )

    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        model.objects.update(because="Nothing happened")
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


def test_an_open_call_cites_the_decision_behind_it():
    call = CallFactory.create(state=CallState.OPEN)

    with pytest.raises(DatabaseError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(minute_reference="")


def test_thresholds_tie_rule_and_sentences_are_shown_before_anybody_bids(client, office):
    draft = CallFactory.create(terms={"overall_threshold": 60, "minimum_panel": 4})
    scaling.set_criteria(call=draft, settings=weights(weight=2, threshold=3), by=office)
    call = opened(draft)

    page = client.get(reverse("bids:call_detail", args=[call.slug])).content.decode()

    assert closes_at() == call.closes_at
    for words in (
        "At least 3 on expertise.",
        "At least 60% of the highest total.",
        "on expertise, then approach, then quality assurance, then capacity",
        "At least 4 members of the panel",
        "expertise 40%, capacity 20%, approach 20%, quality assurance 20%",
        "£20,000.00",
        "Board 21 March 2022, item 5",
        "2 May 2022, midday",
    ):
        assert words in page
    for sentence in Descriptor.objects.filter(criterion__call=call).values_list(
        "sentence", flat=True
    ):
        assert sentence in page
