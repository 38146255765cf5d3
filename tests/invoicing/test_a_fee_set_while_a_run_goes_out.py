"""Approving and issuing wait until a decision on the fee is in: nothing goes out at the old price.

On SQLite one transaction writes at a time anyway; PostgreSQL needs the lock of the run.
"""

from threading import Thread

import pytest
from django.db import connections

from hlp.kit.refusal import Refusal
from invoicing.models import FeeRun, Invoice
from invoicing.services import approving, issuing, setting_fees
from invoicing.states import FeeDecisionState, FeeRunState
from tests.factories import invoicing as made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_writers]


@pytest.fixture
def meanwhile(monkeypatch):
    """Somebody presses while the decision is being recorded; what that gave, or raised."""
    threads, ends = [], []

    def press(where, what):
        real = getattr(setting_fees, where)

        def tell():
            try:
                ends.append(what())
            except Refusal as refused:
                ends.append(str(refused))
            finally:
                connections.close_all()

        def slow(*args):
            threads.append(Thread(target=tell))
            threads[-1].start()
            threads[-1].join(timeout=1)  # it waits for the lock, and so outlives this second
            return real(*args)

        monkeypatch.setattr(setting_fees, where, slow)

    def over():
        for thread in threads:
            thread.join(timeout=20)
        return ends

    return press, over


def issue(run, by):
    issuing.issue_run(run=FeeRun.objects.get(pk=run.pk), by=by, now=made.LATER)
    issuing.carry_on(run_id=run.pk, now=made.LATER, progress=lambda done, total: None)


@pytest.mark.parametrize("where", ["_write", "_reprice"])
def test_issuing_waits_for_the_new_price(where, meanwhile, office, office2):
    made.members(2)
    run = made.run_in(FeeRunState.APPROVED)
    press, over = meanwhile
    press(where, lambda: issue(run, office2))

    decision = made.decided("1150.00", by=office)

    (said,) = over()
    run.refresh_from_db()
    assert "cannot" in said or "draft" in said.lower()
    assert (decision.state, run.state) == (FeeDecisionState.DONE, FeeRunState.DRAFT)
    assert not Invoice.objects.issued().exists()
    assert {invoice.net for invoice in run.invoices.all()} == {1150}


def test_an_approval_is_of_the_new_price(meanwhile, office, office2):
    made.members(2)
    run = made.drafted(by=office)
    press, over = meanwhile
    seen = []
    real = FeeRun.objects.get(pk=run.pk)

    def approve():
        approving.approve_run(run=real, by=office2, now=made.LATER)
        seen.append(real.invoices.totals()["net"])

    press("_change_prices", approve)

    made.decided("1150.00", by=office)

    assert over() == [None]
    assert seen == [2300]
