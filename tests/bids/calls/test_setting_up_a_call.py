"""Setting up a call: what it starts with, what can change, and what must be there to open it.

Field notes 4 and 9: weighted criteria as data, per round and per priority, with a sentence a mark.
"""

from datetime import timedelta

import pytest

from bids import criteria
from bids.models import Call, Descriptor
from bids.services import opening, preparing, scaling
from bids.states import HIGHEST, CallState, CriterionKind
from bids.urls import urlpatterns
from hlp.kit.access import WrongPerson
from hlp.kit.states import WrongMoment
from tests.factories import bids as made
from tests.factories.bids import T0, CallFactory, PriorityFactory

pytestmark = pytest.mark.django_db


def weights(**changes):
    """Settings of the four criteria, with changes to expertise."""
    settings = {
        kind.value: {"weight": 1, "threshold": None, "tie_rank": rank, "word_limit": 750}
        for rank, kind in enumerate(criteria.TIE_ORDER, start=1)
    }
    settings[CriterionKind.EXPERTISE].update(changes)
    return settings


def test_a_call_starts_with_the_four_criteria_and_24_sentences():
    call = CallFactory.create()

    rows = list(call.criteria.in_order())

    assert [row.kind for row in rows] == list(CriterionKind)
    assert [row.text for row in rows] == [criteria.TEXTS[kind] for kind in CriterionKind]
    assert {row.weight for row in rows} == {1}
    sentences = Descriptor.objects.filter(criterion__call=call)
    assert sentences.count() == len(set(sentences.values_list("sentence", flat=True))) == 24


def test_ties_go_to_expertise_then_approach_then_quality_then_capacity():
    call = CallFactory.create()

    order = [row.kind for row in call.criteria.order_by("tie_rank")]

    assert order == ["expertise", "approach", "quality", "capacity"]


@pytest.mark.parametrize("state", [CallState.OPEN, CallState.CLOSED, CallState.CANCELLED])
def test_the_factory_goes_by_legal_moves(state):
    call = CallFactory.create(state=state)

    assert Call.objects.get(pk=call.pk).state == state


def test_weights_differ_from_call_to_call(office):
    one, other = CallFactory.create(), CallFactory.create()

    scaling.set_criteria(call=one, settings=weights(weight=3, threshold=2), by=office)

    rows = one.criteria.get(kind="expertise"), other.criteria.get(kind="expertise")
    assert [(row.weight, row.threshold) for row in rows] == [(3, 2), (1, None)]


def test_places_in_a_tie_can_be_swapped_but_not_shared(office):
    call = CallFactory.create()
    swapped = weights(tie_rank=4)
    swapped[CriterionKind.CAPACITY]["tie_rank"] = 1

    scaling.set_criteria(call=call, settings=swapped, by=office)

    assert call.criteria.get(tie_rank=1).kind == CriterionKind.CAPACITY
    with pytest.raises(scaling.UnclearOrder, match="from 1 to 4"):
        scaling.set_criteria(call=call, settings=weights(tie_rank=2), by=office)


def test_a_changed_sentence_must_be_read_again(office):
    call = preparing.confirm_descriptors(call=CallFactory.create(), by=office, now=T0)
    row = call.criteria.get(kind="approach")
    sentences = [one.sentence for one in row.descriptors.order_by("mark")]

    scaling.describe(criterion=row, text=row.text, sentences=sentences, by=office)
    assert Call.objects.get(pk=call.pk).descriptors_confirmed_at == T0
    sentences[3] = "A plan that schools could follow."
    scaling.describe(criterion=row, text=row.text, sentences=sentences, by=office)

    assert Call.objects.get(pk=call.pk).descriptors_confirmed_at is None
    assert row.descriptors.get(mark=3).sentence == "A plan that schools could follow."


def test_no_mark_goes_without_its_sentence(office):
    row = CallFactory.create().criteria.get(kind="approach")

    with pytest.raises(scaling.SentenceMissing, match="from 0 to 5"):
        scaling.describe(criterion=row, text=row.text, sentences=[""] * (HIGHEST + 1), by=office)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"minute_reference": ""}, "when the board agreed"),
        ({"terms": None}, "terms of the call"),
        ({"unread": True}, "confirm the sentences"),
    ],
)
def test_a_call_opens_only_when_everything_is_there(office, missing, sentence):
    unread, missing = missing.pop("unread", False), dict(missing)
    if "terms" in missing:
        call = preparing.create_call(
            priority=PriorityFactory.create(),
            title="Without terms",
            decided_on=T0.date(),
            minute_reference="Item 5",
            **made.moments(),
            by=office,
            now=T0,
        )
    else:
        call = made.draft(**missing)
    if not unread:
        call = preparing.confirm_descriptors(call=call, by=office, now=T0)

    with pytest.raises(WrongMoment, match=sentence):
        opening.open_call(call=call, by=office, now=T0)


def test_a_call_does_not_open_after_it_would_close(office):
    call = preparing.confirm_descriptors(call=CallFactory.create(), by=office, now=T0)

    with pytest.raises(WrongMoment, match="close before it opens"):
        opening.open_call(call=call, by=office, now=call.closes_at)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closes_at": T0 - timedelta(days=1)}, "must close after it opens"),
        ({"questions_close_at": T0 + timedelta(days=40)}, "while the call is open"),
        ({"marks_due_at": T0 + timedelta(days=1)}, "due after the call closes"),
    ],
)
def test_moments_stand_in_order(office, change, sentence):
    call = CallFactory.create()

    with pytest.raises(preparing.WrongDates, match=sentence):
        preparing.change_call(call=call, by=office, **change)


def test_a_title_that_is_an_address_already_gets_a_number():
    one, two = CallFactory.create(title="Office"), CallFactory.create(title="Office")

    assert (one.slug, two.slug) == ("office-2022", "office-2022-2")


def test_no_call_takes_the_place_of_another_page():
    first_words = {str(entry.pattern).partition("/")[0] for entry in urlpatterns}
    literal = {word for word in first_words if word and not word.startswith("<")}

    assert literal <= preparing.TAKEN


def test_a_year_has_one_priority_of_a_name(office):
    row = PriorityFactory.create()
    words = {"evidence": "x", "intended_outcome": "x", "baseline": "x"}

    with pytest.raises(preparing.SameTitle, match="already"):
        preparing.create_priority(
            year=row.year,
            title=f" {row.title} ",
            **words,
            decided_on=None,
            minute_reference="",
            by=office,
            now=T0,
        )


def test_a_priority_stands_once_a_call_for_it_opened(office):
    call = CallFactory.create()
    preparing.change_priority(priority=call.priority, by=office, baseline="Six in ten.")
    made.opened(call)

    with pytest.raises(preparing.Settled):
        preparing.change_priority(priority=call.priority, by=office, baseline="Two in ten.")


def test_nobody_but_office_and_clerk_sets_up_a_call(clerk, chair, head, finance):
    call = CallFactory.create()

    preparing.change_call(call=call, by=clerk, title="By the clerk")

    for person in (chair, head, finance):
        with pytest.raises(WrongPerson):
            preparing.change_call(call=call, by=person, title="By somebody else")
    assert Call.objects.get(pk=call.pk).title == "By the clerk"
