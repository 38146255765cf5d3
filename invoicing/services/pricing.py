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


def credit(left: Price, gross: Decimal, rate: Decimal) -> Price:
    """The net and the VAT in a credit of `gross`, out of what is left of an invoice.

    What stays is split as an invoice of that much would be, so that partial credits never lose a
    penny: together they take off exactly the net and the VAT that were charged.
    """
    stays = left.gross - gross
    net = left.net - to_pennies(stays * 100 / (100 + rate))
    net = min(max(net, gross - left.vat), left.net, gross)
    return Price(net=max(net, Decimal(0)), vat=gross - max(net, Decimal(0)))
