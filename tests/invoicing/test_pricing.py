"""VAT is rounded half up to the penny, and net and VAT are the total, to the penny."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.services import pricing

amounts = st.decimals(0, 100_000, places=2)
rates = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("net", "rate", "vat"),
    [
        ("1500.00", "20", "300.00"),
        ("1150.00", "20", "230.00"),
        ("1500.00", "0", "0.00"),
        ("0.10", "25", "0.03"),  # 2.5p: half goes up
        ("0.01", "20", "0.00"),
        ("1499.99", "17.5", "262.50"),
    ],
)
def test_known_sums(net, rate, vat):
    assert pricing.vat(Decimal(net), Decimal(rate)) == Decimal(vat)


@given(amounts, rates)
def test_the_rounding_is_never_off_by_more_than_half_a_penny(net, rate):
    exact = Fraction(net) * Fraction(rate) / 100
    vat = pricing.vat(net, rate)

    assert vat == vat.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert abs(Fraction(vat) - exact) <= Fraction(1, 200)
    assert Fraction(vat) - exact > Fraction(-1, 200)  # exactly half goes up


@given(amounts, rates)
def test_the_parts_are_the_total(net, rate):
    price = pricing.price(net, rate)

    assert price.net == net
    assert price.gross == price.net + price.vat
    assert price.gross >= price.net


@given(amounts)
def test_without_a_rate_the_total_is_the_fee(net):
    assert pricing.price(net, Decimal(0)).gross == net
