"""Which VAT treatment holds is data: by type of school, by date, signed off by a named person."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from invoicing.models import VatTreatment
from invoicing.services import setting_up, treating
from members.commitment import vat_words
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db
SPRING, SUMMER = date(2022, 4, 1), date(2022, 7, 1)


def words(day, type_):
    return treating.on(day).of(type_).words


def test_from_the_start_everybody_is_outside_the_scope():
    setting_up.after_migrate(using="default")

    row = VatTreatment.objects.get()
    assert (row.establishment_type, row.category, row.rate) == ("", "O", 0)
    assert not row.is_signed_off


def test_a_type_has_its_own_row_from_a_date_on():
    made.VatTreatmentFactory.create()
    made.standard_rate("Academy converter", from_on=date(2022, 6, 1))

    assert words(SPRING, "Academy converter") == "Outside the scope of VAT"
    assert words(SUMMER, "Academy converter") == "VAT at 20%"
    assert words(SUMMER, "Community school") == "Outside the scope of VAT"


def test_without_any_row_the_office_is_told_what_to_do():
    VatTreatment.objects.all().delete()

    with pytest.raises(treating.NoTreatment, match="back room"):
        treating.on(SPRING).of("Community school")


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "S", "rate": 0},
        {"category": "O", "rate": 20},
        {"signed_off_by_name": "Val Officer"},
        {"signed_off_on": SPRING},
    ],
)
def test_the_database_refuses_what_contradicts_itself(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        made.VatTreatmentFactory.create(from_on=date(2021, 1, 1), **wrong)


def test_who_signs_up_reads_whether_vat_comes_on_top():
    made.VatTreatmentFactory.create()
    made.standard_rate("Academy converter")
    maintained = made.SchoolFactory.build()
    academy = made.SchoolFactory.build(type="Academy converter")

    assert vat_words(maintained, SPRING) == (
        "No VAT is added: for your type of school the fee is outside the scope of VAT."
    )
    assert vat_words(academy, SPRING) == "VAT at 20% is added."
