"""Migrations say all the models say, one after the other, each named for what it does."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.architecture.sources import APPS

OURS = {"kit", "hlp", *APPS}
NAME = re.compile(r"\d{4}_(?!auto_)[a-z0-9_]+")


def heads(graph, label):
    """The newest migrations of an app: more than one is a fork in its history."""
    return [name for app, name in graph.leaf_nodes(label)]


def badly_named(names):
    return [name for name in names if not NAME.fullmatch(name)]


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=StringIO())


def test_history_is_linear_and_named():
    loader = MigrationLoader(None)
    forks = {label: heads(loader.graph, label) for label in OURS}
    names = [name for label, name in loader.disk_migrations if label in OURS]

    assert {label: found for label, found in forks.items() if len(found) > 1} == {}
    assert badly_named(names) == []


def test_every_app_with_models_has_migrations():
    loader = MigrationLoader(None)
    with_models = {m._meta.app_label for m in apps.get_models()} & OURS

    assert with_models - loader.migrated_apps == set()


def test_an_automatic_name_is_seen():
    assert badly_named(["0001_initial", "0002_auto_20220401_0900", "0003_say_why"]) == [
        "0002_auto_20220401_0900"
    ]
