"""A file of invoices is there for a month; that somebody took it is on record for good."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage

from hlp.kit import clock
from hlp.kit.models import WorkItem, WorkState
from hlp.subject_access import keeping
from invoicing.models import Export, Invoice
from invoicing.services import exporting
from invoicing.states import ExportKind
from tests.factories import invoicing as made
from tests.factories.sessions import client_of
from tests.invoicing.test_taking_invoices_out import (  # noqa: F401 - fixtures are found by name
    in_june,
    invoices,
    taken,
    url,
)

pytestmark = pytest.mark.django_db


def test_a_file_goes_after_a_month_and_the_log_stays(invoices, finance):  # noqa: F811 - fixture
    taken(finance, "csv")
    old = Export.objects.get()
    key = exporting.document_of(old).file.name

    with time_machine.travel(made.LATER + timedelta(days=30, seconds=1), tick=False):
        recent = exporting.export(
            invoices=Invoice.objects.all(), kind=ExportKind.XLSX, by=finance, now=clock.now()
        )
        WorkItem.objects.filter(kind=exporting.EXPORT).update(state=WorkState.DONE)
        for _ in range(2):
            keeping.apply(now=clock.now())
        client = client_of(finance)
        page = client.get(url("export_detail", old.pk))
        log = client.get(url("download_list")).content.decode()

    assert not default_storage.exists(key)
    assert exporting.document_of(old) is None
    assert exporting.document_of(recent)
    assert "removed, as every file is after 30 days" in page.content.decode()
    assert "Refresh" not in page
    assert old.filename in log
    assert "removed 30 days after it was made" in log
