"""`kill -9` in the middle of issuing: what was finished stays, the rest follows, nothing twice."""

import subprocess
import sys

import pytest
from django.conf import settings as configured

from hlp.kit.models import WorkItem
from invoicing.models import Invoice
from invoicing.services import issuing
from invoicing.states import FeeRunState
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def killed_run(subprocess_env):
    made.members(10)
    run = made.run_in(FeeRunState.ISSUING)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.invoicing.run_to_kill", str(run.pk)],
        cwd=configured.BASE_DIR,
        env=subprocess_env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "in the middle\n" in iter(process.stdout.readline, "")
    process.kill()
    process.communicate()
    assert process.returncode == -9
    return run


def test_a_killed_run_keeps_whole_steps_and_goes_on(killed_run):
    kept = list(Invoice.objects.issued().order_by("sequence").values_list("sequence", flat=True))

    issuing.carry_on(run_id=killed_run.pk, now=made.NOW, progress=lambda done, total: None)

    assert kept == [1, 2, 3]
    issued = Invoice.objects.issued().order_by("sequence")
    assert list(issued.values_list("sequence", flat=True)) == list(range(1, 11))
    assert len({invoice.membership_id for invoice in issued}) == 10
    assert WorkItem.objects.filter(kind="invoicing.render_invoice").count() == 10
    killed_run.refresh_from_db()
    assert killed_run.state == FeeRunState.ISSUED
