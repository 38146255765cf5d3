"""What an invoice costs: pure functions on Decimals, rounded half up to the penny."""

from dataclasses import dataclass
from decimal import Decimal

from hlp.kit.money import to_pennies


@dataclass(frozen=True)
class Price:
    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def vat(net: Decimal, rate: Decimal) -> Decimal:
    """VAT on an amount at a rate in per cent."""
    return to_pennies(net * rate / 100)


def price(net: Decimal, rate: Decimal) -> Price:
    return Price(net=to_pennies(net), vat=vat(to_pennies(net), rate))
