"""What is frozen cannot be added to, changed or removed, whoever asks the database and however."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from hlp.kit import frozen, frozen_sql
from tests.kit.shop import Line, Order, OrderState

pytestmark = [pytest.mark.django_db]

OWN = "{row}.state = 'sent'"
PARENT = "(SELECT state FROM shop_order WHERE id = {row}.order_id) = 'sent'"


@pytest.fixture
def shop(monkeypatch, shop_tables, transactional_db):
    """One sent order and one draft, a line each, with the shop's triggers on."""
    monkeypatch.setattr(frozen, "REGISTRY", dict(frozen.REGISTRY))
    frozen.freeze("shop_order", OWN)
    frozen.freeze("shop_line", PARENT)
    sent, draft = Order.objects.create(), Order.objects.create()
    Line.objects.create(order=sent, text="a")
    Line.objects.create(order=draft, text="b")
    frozen.install(connection)
    Order.objects.filter(pk=sent.pk).update(state=OrderState.SENT)
    yield sent.pk, draft.pk
    frozen.lift(connection)
    Line.objects.all().delete()
    Order.objects.all().delete()


def refused(sql, *params):
    with (
        pytest.raises(IntegrityError, match="is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)


def test_the_move_into_the_frozen_state_is_allowed_and_the_last(shop):
    _, draft = shop

    Order.objects.filter(pk=draft).update(state=OrderState.SENT)

    for pk in shop:
        refused("UPDATE shop_order SET state = 'draft' WHERE id = %s", pk)


def test_a_frozen_row_is_neither_changed_nor_removed(shop):
    sent, _ = shop

    refused("UPDATE shop_order SET note = 'x' WHERE id = %s", sent)
    refused("DELETE FROM shop_order WHERE id = %s", sent)
    refused("UPDATE shop_line SET text = 'x' WHERE order_id = %s", sent)
    refused("DELETE FROM shop_line WHERE order_id = %s", sent)
    refused("DELETE FROM shop_line")


def test_nothing_is_added_to_a_frozen_row(shop):
    sent, draft = shop

    refused("INSERT INTO shop_line (order_id, text) VALUES (%s, 'c')", sent)
    refused("UPDATE shop_line SET order_id = %s WHERE order_id = %s", sent, draft)
    refused(
        "INSERT INTO shop_order (state, customer, note, total) VALUES ('sent', 'x', '', 0)",
    )


def test_an_upsert_does_not_go_round_it(shop):
    sent, _ = shop
    columns = "INTO shop_order (id, state, customer, note, total) VALUES (%s, 'draft', 'x', '', 0)"

    if connection.vendor == "sqlite":
        refused(f"REPLACE {columns}", sent)
        refused(f"INSERT OR REPLACE {columns}", sent)
        refused("UPDATE OR REPLACE shop_order SET note = 'x' WHERE id = %s", sent)
    refused(f"INSERT {columns} ON CONFLICT (id) DO UPDATE SET note = 'x'", sent)


def test_the_orm_meets_the_same_wall(shop):
    sent, _ = shop
    order = Order.objects.get(pk=sent)

    for act in (order.save, order.delete, lambda: Order.objects.bulk_update([order], ["note"])):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_drafts_stay_free(shop):
    _, draft = shop

    Line.objects.create(order_id=draft, text="c")
    Line.objects.filter(order_id=draft).update(text="d")
    Line.objects.filter(order_id=draft).delete()
    Order.objects.filter(pk=draft).delete()

    assert Order.objects.count() == 1


def test_a_table_with_frozen_rows_is_not_emptied(shop):
    if connection.vendor == "postgresql":
        refused("TRUNCATE shop_line")
        refused("TRUNCATE shop_order CASCADE")
    refused("DELETE FROM shop_line")
    refused("DELETE FROM shop_order")


def test_the_registry_and_the_database_are_compared(shop, monkeypatch):
    assert frozen.missing(connection) == []
    changed = frozen.Frozen("shop_line", PARENT + " AND 1 = 1", insert=True)
    monkeypatch.setitem(frozen.REGISTRY, "shop_line", changed)

    assert frozen.missing(connection) != []
    assert [w.id for w in run_checks(tags=["database"], databases=["default"])] == ["kit.W001"]
    frozen.install(connection)
    assert frozen.missing(connection) == []


def test_a_rule_said_twice_must_be_the_same_rule(shop):
    frozen.freeze("shop_order", OWN)

    with pytest.raises(ValueError, match="frozen twice"):
        frozen.freeze("shop_order", "{row}.state = 'lost'")


def test_a_migration_that_remakes_the_table_leaves_it_frozen(shop):
    sent, _ = shop
    frozen.before_migrate(sender=apps.get_app_config("kit"), using="default")
    remake_order_table()
    frozen.after_migrate(sender=apps.get_app_config("kit"), using="default")

    assert frozen.missing(connection) == []
    refused("UPDATE shop_order SET note = 'x' WHERE id = %s", sent)
    refused("INSERT INTO shop_line (order_id, text) VALUES (%s, 'c')", sent)


def remake_order_table():
    """A new constraint: SQLite builds a new table and throws the old one away."""
    before = ProjectState()
    operation = migrations.CreateModel(
        "Order",
        [(f.name, f.clone()) for f in Order._meta.local_fields],  # type: ignore[attr-defined]
    )
    operation.state_forwards("shop", before)
    after = before.clone()
    constraint = models.CheckConstraint(condition=models.Q(total__gte=0), name="total_not_negative")
    step = migrations.AddConstraint("order", constraint)
    step.state_forwards("shop", after)
    with connection.schema_editor() as editor:
        step.database_forwards("shop", editor, before, after)
    with connection.schema_editor() as editor:
        step.database_backwards("shop", editor, after, before)


def test_migrate_itself_drops_and_makes_them(shop, monkeypatch):
    with connection.cursor() as cursor:
        name = min(frozen._installed(connection))
        cursor.execute(frozen_sql.dropping(connection.vendor, name))
    assert frozen.missing(connection) != []

    call_command("migrate", verbosity=0, skip_checks=True)

    assert frozen.missing(connection) == []
