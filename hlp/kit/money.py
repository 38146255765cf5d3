"""Money is Decimal pounds with two places, stored by one field and written one way."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models

PENNY = Decimal("0.01")


class MoneyField(models.DecimalField):
    """Up to £99,999,999.99. Migrations see a plain DecimalField and never depend on this module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 10)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", list(args), kwargs


def to_pennies(amount: Decimal) -> Decimal:
    """Round half up, as HMRC and every school's ledger do."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def pounds(amount: Decimal) -> str:
    rounded = to_pennies(amount)
    sign = "-" if rounded < 0 else ""
    return f"{sign}£{abs(rounded):,.2f}"
