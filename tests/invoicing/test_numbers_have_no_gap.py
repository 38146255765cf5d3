"""However many issue at once and whoever fails, the numbers given run from 1 without a gap."""

import pytest
from django.db import IntegrityError, transaction

from invoicing.models import Invoice, NumberSeries
from invoicing.services import drafting, issuing
from invoicing.states import FeeRunState
from members.models import Membership
from tests.factories import invoicing as made
from tests.invoicing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Broken(Exception):
    """Stands for whatever goes wrong after a number was taken."""


def sequences():
    return sorted(Invoice.objects.issued().values_list("sequence", flat=True))


def test_fifty_at_once_of_which_ten_fail_give_the_numbers_1_to_40():
    made.members(50)
    run = made.run_in(FeeRunState.ISSUING)

    def issue(index):
        with transaction.atomic():
            issuing.issue_some(run=run, now=made.NOW, limit=1)
            if index % 5 == 0:
                raise Broken

    ends = at_once(50, issue)

    assert [type(end) for end in ends].count(Broken) == 10
    assert ends.count(None) == 40
    assert sequences() == list(range(1, 41))
    assert NumberSeries.objects.get().next_number == 41
    assert Invoice.objects.drafts().count() == 10


def test_a_run_started_three_times_at_once_issues_each_invoice_once(monkeypatch):
    made.members(12)
    run = made.run_in(FeeRunState.ISSUING)
    monkeypatch.setattr(issuing, "CHUNK", 2)

    def carry_on(index):
        issuing.carry_on(run_id=run.pk, now=made.NOW, progress=lambda done, total: None)

    ends = at_once(3, carry_on)

    assert ends == [None, None, None]
    assert sequences() == list(range(1, 13))
    run.refresh_from_db()
    assert run.state == FeeRunState.ISSUED


def test_two_who_draft_at_once_make_one_run(office):
    made.members(3)
    year = made.year()

    def draft(index):
        return drafting.draft_run(membership_year=year, by=office, now=made.NOW)

    ends = at_once(2, draft)

    assert sorted(type(end).__name__ for end in ends) == ["FeeRun", "NothingToInvoice"]
    assert Invoice.objects.count() == Membership.objects.count() == 3


def test_the_database_gives_a_number_once():
    made.members(2)
    first = made.run_in(FeeRunState.ISSUED).invoices.first()
    made.member()
    draft = made.drafted().invoices.get()
    same = {"series": first.series, "sequence": first.sequence, "number": "HLP22-9999"}
    dates = {"issued_on": first.issued_on, "due_on": first.due_on}

    with pytest.raises(IntegrityError, match=r"(?i)numbers_are_given_once|sequence"):
        Invoice.objects.filter(pk=draft.pk).update(**{"state": "issued"}, **same, **dates)
