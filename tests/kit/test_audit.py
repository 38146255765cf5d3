"""The log says who did what to which row, and keeps no personal text."""

import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.auth.models import AnonymousUser

from hlp.kit import audit
from hlp.kit.models import WorkItem
from tests.kit.shop import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop_tables")]


@pytest.fixture
def audited():
    audit.register(Order, exclude=("total",))
    yield
    auditlog.unregister(Order)


def entries():
    return LogEntry.objects.filter(content_type__model="order").order_by("pk")


def test_a_change_is_kept_but_not_what_a_person_is_called(audited, stranger):
    with audit.acting(stranger):
        order = Order.objects.create(note="a")
        order.customer, order.note, order.total = "Grace Hopper", "b", 5
        order.save()

    created, changed = entries()
    assert changed.changes == {"customer": [audit.WITHHELD] * 2, "note": ["a", "b"]}
    assert (created.actor, changed.actor) == (stranger, stranger)
    assert "Lovelace" not in str(created.changes)


def test_an_entry_names_no_person(stranger):
    entry = LogEntry.objects.get_for_object(stranger).earliest("pk")

    assert entry.object_repr == f"{stranger._meta.verbose_name} {stranger.pk}"
    assert "Stranger" not in str(entry.changes)


def test_acting_nests_and_ends(audited, stranger, teacher):
    with audit.acting(stranger):
        with audit.acting(teacher, move="place"):
            Order.objects.create()
        with audit.acting(None):
            Order.objects.create()
    Order.objects.create()

    assert [(e.actor, e.additional_data) for e in entries()] == [
        (teacher, {"move": "place"}),
        (stranger, None),
        (None, None),
    ]


def test_what_is_no_change_is_recorded_by_name(stranger):
    order = Order.objects.create()

    audit.record(order, what="downloaded", by=stranger, format="pdf")
    audit.record(order, what="looked at", by=AnonymousUser())

    first, second = entries()
    assert (first.actor, first.action) == (stranger, LogEntry.Action.ACCESS)
    assert first.additional_data == {"what": "downloaded", "format": "pdf"}
    assert (second.actor, second.object_repr) == (None, f"order {order.pk}")


def test_a_bulk_write_leaves_an_entry_a_row(stranger, django_assert_max_num_queries):
    orders = Order.objects.bulk_create([Order() for _ in range(30)])
    audit.bulk(orders[:1], what="warm", by=None)  # Django looks up the content type once

    with django_assert_max_num_queries(3):
        count = audit.bulk(orders, what="sent", by=stranger, run=7)

    assert count == 30
    last = entries().last()
    assert (last.actor, last.object_id) == (stranger, orders[-1].pk)
    assert last.additional_data == {"what": "sent", "run": 7}


def test_work_and_post_are_left_out_by_name():
    with pytest.raises(ValueError, match="left out of the audit log"):
        audit.register(WorkItem)
