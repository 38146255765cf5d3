"""import-linter sees imports only; a foreign key by string can point up without one."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.sources import APPS, may_know

PACKAGE_OF_LABEL = {"kit": "hlp.kit", "hlp": "hlp", **{app: app for app in APPS}}


def relations_pointing_up(all_models: Iterable[type[models.Model]]) -> list[str]:
    """Relations between our apps whose target stands beside or above."""
    found = []
    for model in all_models:
        home = PACKAGE_OF_LABEL.get(model._meta.app_label)
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model if field.is_relation and field.concrete else None
            if home is None or target is None:
                continue
            label = target.split(".")[0] if isinstance(target, str) else target._meta.app_label
            away = PACKAGE_OF_LABEL.get(label)
            if away and not may_know(home, away):
                found.append(f"{model._meta.label}.{field.name} → {label}")
    return found


def test_every_relation_between_our_apps_points_down():
    assert relations_pointing_up(apps.get_models(include_auto_created=True)) == []


@pytest.mark.parametrize(
    ("app", "target", "points_up"),
    [
        ("members", "board.Seat", True),
        ("invoicing", "programmes.Event", True),
        ("kit", "members.User", True),
        ("board", "members.User", False),
    ],
)
def test_a_foreign_key_by_string_is_seen(app, target, points_up):
    with isolate_apps("members"):
        key = models.ForeignKey(target, on_delete=models.PROTECT, related_name="+")
        attributes = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": app})}
        model = type("Probe", (models.Model,), {**attributes, "other": key})

        found = relations_pointing_up([model])

    assert bool(found) is points_up
