"""In admin the office adds rows and corrects those that no invoice was issued under."""

from datetime import date

import pytest
from django.urls import reverse

from invoicing.models import NumberSeries, Supplier, VatTreatment
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def change(person, obj, **values):
    """Send the form as the page shows it, with some values changed."""
    name = f"admin:invoicing_{obj._meta.model_name}_change"
    client, address = client_of(person), reverse(name, args=[obj.pk])
    form = client.get(address).context["adminform"].form
    shown = {key: form[key].value() for key in form.fields}
    data = {key: "" if value is None else value for key, value in {**shown, **values}.items()}
    client.post(address, data)
    obj.refresh_from_db()
    return obj


def test_an_unused_supplier_is_corrected(office):
    supplier = made.SupplierFactory.create()

    assert change(office, supplier, telephone="01895 1").telephone == "01895 1"


def test_a_used_supplier_stays_as_it_was(office):
    made.an_invoice()
    supplier = Supplier.objects.get()

    assert change(office, supplier, sort_code="99-99-99").sort_code == "20-00-00"


def test_a_new_supplier_holds_from_its_day(office):
    address = reverse("admin:invoicing_supplier_add")
    fields = {f.name: getattr(made.SupplierFactory.build(), f.name) for f in Supplier._meta.fields}

    client_of(office).post(address, {**fields, "id": "", "from_on": "2023-01-01"})

    assert Supplier.objects.get().from_on == date(2023, 1, 1)


def test_a_used_vat_treatment_is_still_signed_off(office):
    made.an_invoice()
    treatment = VatTreatment.objects.get()
    signed = {"signed_off_by_name": "Val Officer", "signed_off_on": "2022-04-02"}

    changed = change(office, treatment, words="No VAT", **signed)

    assert (changed.words, changed.signed_off_by_name) == (
        "Outside the scope of VAT",
        "Val Officer",
    )


def test_a_series_in_use_keeps_its_name(office):
    made.an_invoice()
    used = NumberSeries.objects.get()
    unused = NumberSeries.objects.create(prefix="HLP30-", starts_in=2030)

    assert change(office, used, prefix="X-").prefix == "HLP22-"
    assert change(office, unused, prefix="HLX30-").prefix == "HLX30-"


@pytest.mark.parametrize("model", ["supplier", "vattreatment", "invoice", "feerun"])
def test_the_clerk_has_no_such_pages(model, clerk):
    clerk.is_staff = True
    clerk.save()

    address = reverse(f"admin:invoicing_{model}_changelist")

    assert client_of(clerk).get(address).status_code in (403, 404)


def test_an_issued_invoice_is_only_looked_at(office):
    invoice = made.an_invoice()
    address = reverse("admin:invoicing_invoice_change", args=[invoice.pk])

    assert client_of(office).get(address).status_code == 200
    assert client_of(office).post(address, {"net": "1"}).status_code in (403, 404)
