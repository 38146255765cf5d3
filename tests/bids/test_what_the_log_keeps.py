"""Checks 5, 7, 13, 20 and 22 in the log, which all of the office reads: that, and not what."""

import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.db import models as fields

from hlp.kit import privacy
from tests.bids.marking.walking import SECRETS, staged

pytestmark = pytest.mark.django_db

# Of a call, for all to read, or what the office itself writes about who may be late or marks.
OPEN = {
    *("Call", "CallTerms", "Criterion", "Descriptor", "Priority", "Question", "Award"),
    *("Extension", "EarlyOpening", "LateException", "Assessor"),
}
SAYING = (fields.TextField, fields.JSONField, fields.DecimalField)
# Fingerprints, URNs and minutes tell nothing of what a bid, a mark or a decision says.
TELLS_NOTHING = {"digest", "token_digest", "line_up", "minute_reference", "change_agreed"}
VERDICTS = {
    *("Decision.outcome", "Finding.is_passed", "Interest.kind", "Ruling.stays_out"),
    *("Mark.mark", "AgreedMark.mark", "AgreedMark.lowest", "AgreedMark.highest"),
    *("Section.planned_on", "Presence.is_present"),
}


def says_something(field):
    is_words = isinstance(field, fields.CharField) and not field.choices
    return (is_words or isinstance(field, SAYING)) and field.name not in TELLS_NOTHING


def logged(model):
    """The fields whose values stand in the log: not left out, and not masked as personal."""
    if not auditlog.contains(model):
        return set()
    personal = (privacy.of(model) or privacy.Privacy()).personal
    return set(auditlog.get_model_fields(model)["include_fields"]) - set(personal)


def test_of_what_belongs_to_a_bid_the_log_keeps_no_words_no_sums_and_no_verdicts():
    kept = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("bids").get_models()
        if model.__name__ not in OPEN
        for field in model._meta.concrete_fields
        if field.name in logged(model)
        and (says_something(field) or f"{model.__name__}.{field.name}" in VERDICTS)
    }

    assert kept == set()


@pytest.mark.parametrize("stage", ["decided", "published"])
def test_the_log_of_a_whole_call_carries_no_word_of_a_bid_a_mark_or_a_decision(stage):
    call = staged(stage)
    words = {
        *SECRETS,
        *(bid.title for bid in call.bids.all()),
        "met the criteria",
        "After the kick",
    }

    said = {
        (entry.content_type.model, word)
        for entry in LogEntry.objects.select_related("content_type")
        for word in words
        if word in f"{entry.changes} {entry.additional_data} {entry.object_repr}"
    }

    assert said == set()
    assert LogEntry.objects.filter(content_type__model="decision").count() >= 2
