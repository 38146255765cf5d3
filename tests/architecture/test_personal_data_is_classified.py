"""Every stored field is personal, with a reason and a term, or named as not personal."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from hlp.kit import privacy
from hlp.kit.privacy import Privacy


def unclassified_fields(all_models):
    return [
        f"{model._meta.label}.{field}"
        for model in all_models
        for field in sorted(privacy.unclassified(model))
    ]


def test_every_field_is_classified():
    assert unclassified_fields(privacy.all_models()) == []


def test_no_class_speaks_of_a_field_that_is_gone():
    gone = [
        f"{model._meta.label}.{field}"
        for model in privacy.all_models()
        for field in sorted(privacy.unknown(model))
    ]

    assert gone == []


def test_every_personal_field_says_why_and_how_long():
    silent = [
        f"{model._meta.label}.{field}"
        for model in privacy.all_models()
        for field, why in (privacy.of(model) or Privacy()).personal.items()
        if len(why.split()) < 3
    ]

    assert silent == []


@pytest.mark.parametrize("known", [None, Privacy(other=("id",)), Privacy(personal={"id": "a b c"})])
def test_an_unclassified_field_is_seen(known):
    with isolate_apps("members"):
        meta = type("Meta", (), {"app_label": "members"})
        body = {"__module__": __name__, "Meta": meta, "email": models.EmailField()}
        probe = type("Probe", (models.Model,), {**body, **({"privacy": known} if known else {})})

        assert unclassified_fields([probe]) == ["members.Probe.email"]
