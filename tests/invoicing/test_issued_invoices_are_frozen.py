"""Raw SQL cannot add to, change or remove an issued invoice, on either engine."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models.signals import pre_migrate

from hlp.kit import frozen
from invoicing.models import Invoice, InvoiceLine
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def issued(transactional_db):
    return made.an_invoice()


@pytest.fixture
def draft(issued):
    made.member()
    return made.drafted().invoices.get()


@pytest.fixture
def after_a_migration(issued):
    """The same tables, made again by a migration that adds a column and one that takes it away."""
    field = models.CharField(max_length=10, default="any")
    field.set_attributes_from_name("extra")

    def remake(**kwargs):
        for model in (Invoice, InvoiceLine):
            with connection.schema_editor() as editor:
                editor.add_field(model, field)
            with connection.schema_editor() as editor:
                editor.remove_field(model, field)

    kit = apps.get_app_config("kit")
    pre_migrate.connect(remake, sender=kit)
    call_command("migrate", verbosity=0)
    pre_migrate.disconnect(remake, sender=kit)


def refused(sql, *params):
    with (
        pytest.raises(IntegrityError, match="is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)


def copied(table, **changes):
    """An INSERT or REPLACE of a copy of a row, with some columns changed."""
    fields = [f.column for f in apps.get_model("invoicing", table)._meta.concrete_fields]
    chosen = ", ".join(changes.get(name, name) for name in fields)
    return f"INTO invoicing_{table} ({', '.join(fields)}) SELECT {chosen} FROM invoicing_{table}"  # noqa: S608


def everything_is_refused(issued):
    refused("UPDATE invoicing_invoice SET net = 1 WHERE id = %s", issued.pk)
    refused("UPDATE invoicing_invoice SET state = 'draft' WHERE id = %s", issued.pk)
    refused("DELETE FROM invoicing_invoice WHERE id = %s", issued.pk)
    refused("UPDATE invoicing_invoiceline SET net = 1 WHERE invoice_id = %s", issued.pk)
    refused("DELETE FROM invoicing_invoiceline WHERE invoice_id = %s", issued.pk)
    refused(f"INSERT {copied('invoiceline', id='id + 1000', position='2')}")
    refused(f"INSERT {copied('invoice', id='id + 1000')}")
    if connection.vendor == "sqlite":
        refused(f"REPLACE {copied('invoice')}")
        refused(f"REPLACE {copied('invoiceline')}")
    else:
        refused("TRUNCATE invoicing_invoiceline")
        refused("TRUNCATE invoicing_invoice CASCADE")
    assert frozen.missing(connection) == []
    assert Invoice.objects.get() == issued
    assert InvoiceLine.objects.get().net == 1500


def test_the_database_refuses_every_change(issued):
    everything_is_refused(issued)


def test_also_after_a_migration_that_remakes_the_tables(after_a_migration, issued):
    everything_is_refused(issued)


def test_models_and_querysets_are_no_way_round(issued):
    with pytest.raises(IntegrityError, match="is frozen"):
        issued.save()
    with pytest.raises(IntegrityError, match="is frozen"):
        Invoice.objects.update(purchase_order="PO-1")
    with pytest.raises(IntegrityError, match="is frozen"):
        issued.lines.all().delete()
    with pytest.raises(IntegrityError, match="is frozen"):
        InvoiceLine.objects.create(invoice=issued, position=2, unit_price=1, net=1)


def test_a_line_of_a_draft_cannot_be_moved_to_an_issued_invoice(issued, draft):
    line = draft.lines.get()

    refused(
        "UPDATE invoicing_invoiceline SET invoice_id = %s, position = 2 WHERE id = %s",
        issued.pk,
        line.pk,
    )


def test_a_draft_may_still_change(draft):
    draft.lines.update(description="Membership")
    draft.delete()

    assert not Invoice.objects.drafts().exists()
