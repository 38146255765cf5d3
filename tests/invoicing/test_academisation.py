"""A school becomes an academy: one membership, both numbers, the new school's VAT from its day."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from invoicing.services import drafting
from members.models import Membership, SchoolLink
from members.services import succeeding
from members.states import EstablishmentStatus, EstablishmentType, SchoolRole
from tests.factories import cast
from tests.factories import invoicing as made
from tests.factories.members import SchoolFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

CHANGE = date(2022, 9, 1)
BEFORE = datetime(2022, 8, 31, 22, 59, tzinfo=UTC)  # 23:59 in London
AFTER = datetime(2022, 8, 31, 23, 1, tzinfo=UTC)
APRIL_2023 = datetime(2023, 4, 3, 9, tzinfo=UTC)


@pytest.fixture
def field_end():
    """The register's real pair, at a day inside the period."""
    old = SchoolFactory.create(urn=102378, name="Field End Junior School")
    new = SchoolFactory.create(
        urn=148774,
        name="Field End Junior School",
        type=EstablishmentType.ACADEMY_CONVERTER,
        status=EstablishmentStatus.PROPOSED,
        open_on=CHANGE,
    )
    SchoolLink.objects.create(
        predecessor=old, successor=new, kind="Succession", established_on=CHANGE
    )
    made.VatTreatmentFactory.create()
    made.standard_rate(EstablishmentType.ACADEMY_CONVERTER)
    return old, new


def convert(old, new):
    """What the register's next file says."""
    old.status, old.close_on = EstablishmentStatus.CLOSED, date(2022, 8, 31)
    new.status = EstablishmentStatus.OPEN
    old.save()
    new.save()


def test_one_membership_goes_on_and_is_treated_as_its_new_type_is(field_end):
    old, new = field_end
    membership = made.member(old)
    first = made.an_invoice(membership)

    convert(old, new)
    succeeding.carry_on(now=BEFORE)
    membership.refresh_from_db()
    assert membership.school == old
    succeeding.carry_on(now=AFTER)

    membership.refresh_from_db()
    [second] = made.drafted(now=APRIL_2023, number=2).invoices.all()
    assert Membership.objects.get() == membership
    assert (membership.school, membership.signed_urn) == (new, 102378)
    assert [(s.predecessor_id, s.successor_id) for s in membership.successions.all()] == [
        (102378, 148774)
    ]
    assert (first.school_urn, first.vat, first.gross) == (102378, 0, Decimal("1500.00"))
    assert (second.school_urn, second.vat, second.gross) == (148774, 300, Decimal("1800.00"))


def test_office_and_school_read_both_numbers(field_end, office):
    old, new = field_end
    membership = made.member(old)
    head = cast.at_school("Hanna Head", old, SchoolRole.HEADTEACHER)
    convert(old, new)
    succeeding.carry_on(now=AFTER)
    pages = {
        office: reverse("members:membership_detail", args=[membership.pk]),
        head: reverse("members:school_detail", args=[new.pk]),
    }

    with time_machine.travel(AFTER, tick=False):
        read = {who: client_of(who).get(page).content.decode() for who, page in pages.items()}

    assert "(URN 102378) to Field End Junior School (URN 148774)" in read[office]
    assert "when the school had URN 102378" in read[head]
    assert "148774" in read[head]


def test_the_preview_of_the_same_year_follows_the_school_s_type(field_end):
    old, new = field_end
    made.member(old)
    year = made.year(1)
    outside = drafting.preview(year, now=BEFORE)

    convert(old, new)
    succeeding.carry_on(now=AFTER)

    assert (outside["vat"], drafting.preview(year, now=AFTER)["vat"]) == (0, 300)
