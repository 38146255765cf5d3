"""A move is made once, by the right person, from the right state, at the right moment."""

import threading

import pytest
from auditlog.models import LogEntry
from django.db import connection

from hlp.kit import states
from hlp.kit.states import Move, WrongMoment, WrongPerson, WrongState
from tests.kit.shop import Line, Order, OrderState, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workflow")]

PACKER = Person("shop.place", "shop.send")


def test_a_move_assigns_the_state_and_stamps_the_moment(now):
    order = Order.objects.create()

    returned = states.make(order, "place", by=PACKER, now=now)

    stored = Order.objects.get()
    assert returned is order
    assert (order.state, order.placed_at) == (OrderState.PLACED, now)
    assert (stored.state, stored.placed_at) == (OrderState.PLACED, now)


def test_a_move_writes_its_other_fields_in_the_same_statement(now):
    order = Order.objects.create()

    states.make(order, "place", by=PACKER, now=now, note="by post")

    assert Order.objects.get().note == "by post"


def test_the_second_of_two_people_hears_that_it_is_done(now):
    order = Order.objects.create()
    seen_by_another = Order.objects.get()
    states.make(order, "place", by=PACKER, now=now)

    with pytest.raises(WrongState) as refusal:
        states.make(seen_by_another, "place", by=PACKER, now=now)

    assert str(refusal.value) == (
        "This order is already placed. Someone may have done it a moment before you; "
        "nothing was changed."
    )
    assert seen_by_another.state == OrderState.PLACED


def test_a_wrong_state_a_wrong_person_and_a_wrong_moment_have_a_sentence_each(now):
    order = Order.objects.create()

    with pytest.raises(WrongState, match="This order is draft, so it is too late or too early to"):
        states.make(order, "send", by=PACKER, now=now)
    with pytest.raises(WrongPerson, match=r"You do not have permission .* this order: place"):
        states.make(order, "place", by=Person(), now=now)
    states.make(order, "place", by=PACKER, now=now)
    with pytest.raises(WrongMoment, match=r"^This order can be sent once it is paid\.$"):
        states.make(order, "send", by=PACKER, now=now)

    assert Order.objects.get().state == OrderState.PLACED


def test_nobody_makes_a_move_that_asks_for_a_permission(now):
    order = Order.objects.create()

    with pytest.raises(WrongPerson):
        states.make(order, "place", by=None, now=now)


def test_the_system_makes_moves_without_permission_and_offers_them_to_nobody(now):
    order = Order.objects.create(state=OrderState.SENT)

    offered = states.available(order, Person("shop.place", "shop.send"), now)
    states.make(order, "lose", by=None, now=now)

    assert offered == []
    assert order.state == OrderState.LOST


def test_a_deleted_row_is_a_wrong_state(now):
    order = Order.objects.create()
    Order.objects.all().delete()

    with pytest.raises(WrongState, match="no longer exists"):
        states.make(order, "place", by=PACKER, now=now)


def test_buttons_come_with_the_reason_why_one_is_closed(now):
    order = Order.objects.create(state=OrderState.PLACED)

    closed = states.available(order, PACKER, now)
    order.note = "paid"
    opened = states.available(order, PACKER, now)
    hidden = states.available(order, Person(), now)

    assert [(a.move.name, a.closed_because) for a in closed] == [
        ("send", "This order can be sent once it is paid.")
    ]
    assert [(a.move.text, a.closed_because) for a in opened] == [("Send it off", None)]
    assert hidden == []


def test_a_move_leaves_one_entry_with_its_name_and_actor(now, stranger):
    stranger.has_perm = lambda permission, obj=None: True
    order = Order.objects.create()

    states.make(order, "place", by=stranger, now=now)

    entry = LogEntry.objects.get(content_type__model="order")
    assert (entry.actor, entry.additional_data) == (stranger, {"what": "place"})
    assert entry.object_repr == f"order {order.pk}"


def test_a_member_carries_its_label_and_colour():
    assert (OrderState.LOST.value, OrderState.LOST.label, OrderState.LOST.colour) == (
        "lost",
        "Lost in the post",
        "red",
    )
    assert OrderState.choices[0] == ("draft", "Draft")


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ([Move("go", {"nowhere"}, "sent", None)], "no state nowhere"),
        ([Move("go", {"draft"}, "sent", None), Move("go", {"sent"}, "lost", None)], "two moves"),
    ],
)
def test_a_slip_in_the_table_stops_start_up(table, complaint):
    with pytest.raises(ValueError, match=complaint):
        states.moves(Order, *table)


def test_an_unknown_move_is_a_mistake_of_ours_not_of_the_person(now):
    with pytest.raises(LookupError, match="no move 'fly'"):
        states.make(Order.objects.create(), "fly", by=PACKER, now=now)


def test_a_table_registers_under_its_model(monkeypatch):
    monkeypatch.setattr(states, "REGISTRY", {})

    table = states.moves(Order, Move("lose", {OrderState.SENT}, OrderState.LOST, None))

    assert {Order: table} == states.REGISTRY
    assert Line not in states.REGISTRY


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_press_at_once_one_is_served(now):
    order = Order.objects.create()
    answers = []

    def press():
        try:
            states.make(Order.objects.get(pk=order.pk), "place", by=PACKER, now=now)
            answers.append("done")
        except WrongState as refusal:
            answers.append(str(refusal)[:29])
        finally:
            connection.close()

    people = [threading.Thread(target=press) for _ in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(answers) == ["This order is already placed."] * 7 + ["done"]
