"""A school gives its order number on its page of invoices until the invoice is issued."""

from datetime import date

import pytest
import time_machine
from auditlog.models import LogEntry
from django.urls import reverse

from hlp.kit.access import WrongPerson
from invoicing.models import Invoice
from invoicing.services import ordering
from invoicing.states import FeeRunState
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
APRIL = date(2022, 4, 1)


@pytest.fixture(autouse=True)
def in_april():
    with time_machine.travel(made.NOW, tick=False):
        yield


@pytest.mark.parametrize("person", ["head", "business_manager"])
def test_it_is_copied_to_the_invoice_when_that_is_issued(person, membership, request):
    user = request.getfixturevalue(person)
    made.year(2)
    client = client_of(user)
    page = client.get(reverse("invoicing:invoice_list")).content.decode()
    address = reverse("invoicing:give_order", args=[membership.pk])
    assert address in page
    assert "PO-4711" in page

    client.post(address, {"purchase_order": " PO-2022-99 "})
    made.run_in(FeeRunState.ISSUED)

    assert Invoice.objects.get().purchase_order == "PO-2022-99"
    entries = LogEntry.objects.get_for_object(membership).filter(actor=user)
    assert "purchase_order" in entries.latest("timestamp").changes


def test_an_issued_invoice_keeps_its_order_number(membership, head):
    made.year(2)
    made.run_in(FeeRunState.ISSUED)

    ordering.give_order(membership=membership, purchase_order="For year 2", by=head, on=APRIL)

    assert Invoice.objects.get().purchase_order == "PO-4711"


def test_once_all_is_issued_there_is_nothing_to_change(membership, head):
    made.run_in(FeeRunState.ISSUED)  # the only year of this period

    with pytest.raises(ordering.NothingToCome, match="Ask the partnership office"):
        ordering.give_order(membership=membership, purchase_order="X", by=head, on=APRIL)

    page = client_of(head).get(reverse("invoicing:invoice_list")).content.decode()
    assert "Order number for the next invoice" not in page
    address = reverse("invoicing:give_order", args=[membership.pk])
    answer = client_of(head).post(address, {"purchase_order": "X"})
    assert "Ask the partnership office" in answer.content.decode()


@pytest.mark.parametrize("person", ["other_head", "teacher", "finance", "clerk"])
def test_nobody_else_gives_it(person, membership, request):
    by = request.getfixturevalue(person)

    with pytest.raises(WrongPerson):
        ordering.give_order(membership=membership, purchase_order="X", by=by, on=APRIL)
