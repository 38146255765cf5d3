"""What a school changes while its invoice is issued is on the invoice, or refused: never lost."""

from threading import Thread

import pytest
from django.db import connections, transaction

from invoicing.models import FeeRun, Invoice
from invoicing.services import issuing, ordering
from invoicing.states import FeeRunState
from tests.factories import invoicing as made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_writers]


def carry_on(run):
    try:
        issuing.carry_on(run_id=run.pk, now=made.LATER, progress=lambda done, total: None)
    finally:
        connections.close_all()


def test_issuing_waits_for_an_order_number_that_is_being_given(membership, head, office2):
    run = made.run_in(FeeRunState.APPROVED)
    issuing.issue_run(run=FeeRun.objects.get(pk=run.pk), by=office2, now=made.LATER)
    worker = Thread(target=carry_on, args=[run])

    with transaction.atomic():
        ordering.give_order(
            membership=membership, purchase_order="PO-NEW", by=head, on=made.LATER.date()
        )
        worker.start()
        worker.join(timeout=2)  # it waits for the school, and so outlives these seconds
    worker.join(timeout=20)

    assert Invoice.objects.issued().get().purchase_order == "PO-NEW"
