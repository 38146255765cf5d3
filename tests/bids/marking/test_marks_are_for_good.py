"""Check 11 at the database, on both engines: marks, interests and rulings are only ever added."""

import pytest
from django.db import DatabaseError, connection, transaction

from bids.models import Interest, Mark, Ruling
from bids.services import marking, ruling
from tests.bids.marking import acts
from tests.factories import deciding

pytestmark = pytest.mark.django_db

CHANGES = {
    "bids_mark": ("mark = 5", "reason = 'x'", "changed_because = 'x'", "marked_at = NULL"),
    "bids_interest": ("kind = 'none'", "details = ''", "line_up = ''"),
    "bids_ruling": ("stays_out = FALSE", "because = 'x'"),
}


@pytest.fixture
def rows(bid, rival, clear, panel, now):
    acts.give(bid, clear, now=now)
    interest = acts.perceived(rival, panel[1], now=now)
    ruled = ruling.rule(
        interest=interest, stays_out=True, because="Close.", by=deciding.chair(), now=now
    )
    return {
        "bids_mark": Mark.objects.first().pk,
        "bids_interest": interest.pk,
        "bids_ruling": ruled.pk,
    }


def refused(sql, pk):
    with (
        pytest.raises(DatabaseError, match="is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [pk])


@pytest.mark.parametrize("table", CHANGES)
def test_no_statement_changes_or_deletes_a_row(table, rows):
    for change in CHANGES[table]:
        refused(f"UPDATE {table} SET {change} WHERE id = %s", rows[table])  # noqa: S608 - our own
    refused(f"DELETE FROM {table} WHERE id = %s", rows[table])  # noqa: S608 - our own


@pytest.mark.parametrize(("model", "table"), [(Mark, "bids_mark"), (Interest, "bids_interest")])
def test_the_models_refuse_as_well(model, table, rows):
    row = model.objects.get(pk=rows[table])

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()
    assert Ruling.objects.count() == 1


def test_a_second_first_mark_of_a_criterion_is_refused(rows):
    mark = Mark.objects.get(pk=rows["bids_mark"])
    mark.pk = None

    with pytest.raises(DatabaseError), transaction.atomic():
        mark.save(force_insert=True)


def test_a_change_without_its_reason_is_refused(rows, clear, now):
    mark = Mark.objects.get(pk=rows["bids_mark"])
    later = marking.change(mark=mark, to=5, reason="x", because="x", by=clear, now=now)
    silent = Mark(
        **{f.attname: getattr(later, f.attname) for f in Mark._meta.concrete_fields},
    )
    silent.pk, silent.replaces_id, silent.changed_because = None, later.pk, ""

    with pytest.raises(DatabaseError), transaction.atomic():
        silent.save(force_insert=True)
