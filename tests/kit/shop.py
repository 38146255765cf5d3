"""A small shop with a workflow and frozen rows: models that only the kit's own tests know.

Its app is not installed, so that no migration, chart or architecture test meets it.
"""

from django.db import models

from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy
from hlp.kit.states import Move, StateChoices


class OrderState(StateChoices):
    DRAFT = "draft", "Draft", "grey"
    PLACED = "placed", "Placed", "blue"
    SENT = "sent", "Sent", "green"
    LOST = "lost", "Lost in the post", "red"


class Order(models.Model):
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.DRAFT)
    customer = models.CharField(max_length=40, default="Ada Lovelace")
    note = models.CharField(max_length=40, blank=True)
    placed_at = models.DateTimeField(null=True)
    total = MoneyField(default=0)

    objects: "models.Manager[Order]" = models.Manager()  # the type checker sees no such app

    privacy = Privacy(personal={"customer": "who ordered; one year"}, other=("state", "note"))

    class Meta:
        app_label = "shop"

    def __str__(self):
        return f"Order of {self.customer}"


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.PROTECT)
    text = models.CharField(max_length=40)

    objects: "models.Manager[Line]" = models.Manager()

    class Meta:
        app_label = "shop"

    def __str__(self):
        return self.text


def is_paid(order, now):
    """The customer has paid."""
    return None if order.note == "paid" else "This order can be sent once it is paid."


TABLE = (
    Move("place", {OrderState.DRAFT}, OrderState.PLACED, "shop.place", stamp="placed"),
    Move("send", {OrderState.PLACED}, OrderState.SENT, "shop.send", is_paid, label="Send it off"),
    Move("lose", {OrderState.SENT}, OrderState.LOST, None),
)


class Person:
    """Somebody with these permissions; the kit knows no user model."""

    pk = 7

    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, permission, obj=None):
        return permission in self.permissions
