"""A run that bills more than usual stays parked until its approver types the total."""

from decimal import Decimal

import pytest
from django.urls import reverse

from invoicing.services import approving
from invoicing.states import FeeRunState
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(office):
    made.members(3)
    return made.drafted(office)


def approve(run, by, typed=None):
    total = Decimal(typed) if typed else None
    return approving.approve_run(run=run, by=by, now=made.NOW, typed_total=total)


@pytest.mark.parametrize(
    ("limits", "parked"),
    [
        ({"INVOICING_MOST_INVOICES": 2}, "more than 2 invoices"),
        ({"INVOICING_MOST_POUNDS": 4499}, "more than £4,499.00 in all"),
        ({"INVOICING_MOST_INVOICES": 3, "INVOICING_MOST_POUNDS": 4500}, ""),
    ],
)
def test_above_either_figure_it_is_parked(limits, parked, run, office2, settings):
    for name, value in limits.items():
        setattr(settings, name, value)

    assert approving.why_parked(run.invoices.totals()) == parked
    if not parked:
        assert approve(run, office2).state == FeeRunState.APPROVED
        return
    for typed in (None, "1500", "4500.01"):
        with pytest.raises(approving.TypeTheTotal, match="not the total of this run"):
            approve(run, office2, typed)
    assert approve(run, office2, "4500").state == FeeRunState.APPROVED


def test_the_page_asks_for_the_total(run, office, office2, settings):
    settings.INVOICING_MOST_INVOICES = 2
    press = reverse("invoicing:approve_run", args=[run.pk])
    page = reverse("invoicing:run_detail", args=[run.pk])
    client = client_of(office2)

    assert "This run is parked: it bills more than 2 invoices" in (
        client_of(office).get(page).content.decode()
    )
    shown = client.get(page).content.decode()
    assert "Type the total of this run" in shown
    assert shown.count("Approve this run") == 1

    assert "not the total of this run" in client.post(press, follow=True).content.decode()
    answer = client.post(press, {"typed_total": "£4,500.00"}, follow=True)
    assert "The run is approved" in answer.content.decode()
