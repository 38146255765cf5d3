"""What the registry calls frozen is frozen in the database, on whichever engine this run stands."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import TransactionTestCase

from hlp.kit import frozen
from members.models import Trust


@pytest.fixture
def frozen_trusts(monkeypatch):
    """A rule of our own on a table that has none."""
    rule = frozen.Frozen("members_trust", "{row}.name = 'frozen'", insert=False)
    monkeypatch.setitem(frozen.REGISTRY, rule.table, rule)
    return rule


@pytest.mark.django_db
def test_every_frozen_table_has_its_triggers():
    assert frozen.missing(connection) == []


@pytest.mark.django_db
def test_a_missing_trigger_is_seen(frozen_trusts):
    not_yet = frozen.missing(connection)
    frozen.install(connection)

    assert not_yet != []
    assert frozen.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_frozen_rows_go_with_the_flush_between_tests(frozen_trusts):
    frozen.install(connection)
    Trust.objects.create(name="frozen")
    with pytest.raises(DatabaseError), transaction.atomic():
        Trust.objects.all().delete()

    TransactionTestCase("__init__")._fixture_teardown()  # type: ignore[attr-defined]  # private

    assert Trust.objects.count() == 0
    assert frozen.missing(connection) == []
