"""The bytes that were stored stay, whatever becomes of template, clock or process."""

import hashlib
import subprocess
import sys
from copy import deepcopy

import pytest
from django.conf import settings as configured

from hlp.kit import documents
from hlp.kit.models import WorkItem, WorkState
from invoicing.documents import render_invoice
from invoicing.models import Invoice
from invoicing.services import exporting, sending
from invoicing.states import ExportKind
from tests.factories import invoicing as made

ELSEWHERE = """
import django
django.setup()
import hashlib, time_machine
from invoicing.documents import render_invoice
from invoicing.models import Invoice
with time_machine.travel("2031-07-01 03:00"):
    print(hashlib.sha256(render_invoice(Invoice.objects.get())).hexdigest())
"""


@pytest.fixture
def another_template(settings, tmp_path):
    """What the next version of the portal might print."""
    folder = tmp_path / "pdf" / "invoicing"
    folder.mkdir(parents=True)
    (folder / "invoice.html").write_text("<p>{{ title }}, in the looks of next year</p>", "utf-8")

    def change():
        settings.TEMPLATES = deepcopy(settings.TEMPLATES)
        settings.TEMPLATES[0]["DIRS"].insert(0, tmp_path)

    return change


@pytest.mark.django_db
def test_another_template_changes_no_invoice_and_no_zip(another_template, finance):
    invoice = made.an_invoice()
    first = sending.make_document(invoice_id=invoice.pk, now=made.NOW)
    WorkItem.objects.filter(kind=sending.RENDER).update(state=WorkState.DONE)
    zips = [in_a_zip(finance)]

    another_template()

    assert render_invoice(invoice) != documents.read(first)
    assert sending.make_document(invoice_id=invoice.pk, now=made.LATER) == first
    zips.append(in_a_zip(finance))
    assert zips[0] == zips[1]


def in_a_zip(by):
    everything = Invoice.objects.all()
    export = exporting.export(invoices=everything, kind=ExportKind.ZIP, by=by, now=made.LATER)
    document = exporting.document_of(export)
    assert document is not None
    return documents.read(document)


@pytest.mark.django_db(transaction=True)
def test_another_process_in_another_year_prints_the_same_bytes(subprocess_env):
    here = hashlib.sha256(render_invoice(made.an_invoice())).hexdigest()

    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=configured.BASE_DIR,
        env={**subprocess_env, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert there.stdout.strip() == here
