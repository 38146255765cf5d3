"""`kill -9` in the middle of issuing: what was finished stays, the rest follows, nothing twice."""

import subprocess
import sys
import time

import pytest
from django.conf import settings as configured

from hlp.kit.models import WorkItem
from invoicing.models import Invoice
from invoicing.services import drafting, issuing
from invoicing.states import FeeRunState
from tests.factories import invoicing as made
from tests.invoicing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(transactional_db):
    made.members(10)
    return made.run_in(FeeRunState.ISSUING)


@pytest.fixture
def stopped(run, subprocess_env):
    """A worker that has issued three and holds its lock in the middle of the next three."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.invoicing.run_to_kill", str(run.pk)],
        cwd=configured.BASE_DIR,
        env=subprocess_env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "in the middle\n" in iter(process.stdout.readline, "")
    yield process
    kill(process)


def kill(process):
    process.kill()
    process.communicate()
    assert process.returncode == -9


def carry_on(run):
    issuing.carry_on(run_id=run.pk, now=made.NOW, progress=lambda done, total: None)


def all_ten_are_issued_once(run):
    issued = Invoice.objects.issued().order_by("sequence")
    assert list(issued.values_list("sequence", flat=True)) == list(range(1, 11))
    assert len({invoice.membership_id for invoice in issued}) == 10
    assert WorkItem.objects.filter(kind="invoicing.render_invoice").count() == 10
    run.refresh_from_db()
    assert run.state == FeeRunState.ISSUED


def test_a_killed_run_keeps_whole_steps_and_goes_on(run, stopped):
    kill(stopped)
    kept = list(Invoice.objects.issued().order_by("sequence").values_list("sequence", flat=True))

    carry_on(run)

    assert kept == [1, 2, 3]
    all_ten_are_issued_once(run)


def test_others_that_ran_beside_the_killed_one_issue_the_rest(office, run, stopped):
    """Three are waiting for its lock when it dies; later nothing is left to draft."""

    def work(index):
        if index == 3:
            time.sleep(0.5)  # the others are waiting by then, or come after: both must hold
            return kill(stopped)
        return carry_on(run)

    assert at_once(4, work) == [None] * 4
    all_ten_are_issued_once(run)
    with pytest.raises(drafting.NothingToInvoice, match="already has an invoice"):
        drafting.draft_run(membership_year=run.membership_year, by=office, now=made.NOW)
