"""Entering money: what the bank statement says, and which invoices it pays."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import DatePartsField, PoundsField, Question, helper
from invoicing.models import Invoice
from invoicing.services.paying import Received, Share
from invoicing.states import PaymentMethod

PENNY = Decimal("0.01")
LINE = re.compile(r"^(?P<number>[A-Za-z0-9]{1,12}\s?-\s?[0-9]{1,9})(?P<amount>[\s:;=]+.*)?$")


class SharesField(forms.CharField):
    """One invoice a line, with an amount where only part of it is paid: HLP22-0001 750."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[Share]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        wanted = dict(self._read(lines))
        if len(wanted) < len(lines):
            raise ValidationError("Name each invoice once")
        found = {i.number: i for i in Invoice.objects.issued().filter(number__in=wanted)}
        if unknown := [number for number in wanted if number not in found]:
            raise ValidationError(f"There is no issued invoice {' or '.join(unknown)}")
        return [Share(found[number], amount) for number, amount in wanted.items()]

    def _read(self, lines: list[str]) -> Iterator[tuple[str, Decimal | None]]:
        for line in lines:
            match = LINE.match(line)
            if match is None:
                raise ValidationError(f"“{line[:40]}” is no invoice number like HLP22-0001")
            number = re.sub(r"\s", "", match["number"]).upper()
            yield number, self._amount(match["amount"] or "", line)

    def _amount(self, text: str, line: str) -> Decimal | None:
        digits = re.sub(r"[£,\s:;=]", "", text)
        if not digits:
            return None
        try:
            amount = Decimal(digits)
            if amount == amount.quantize(PENNY):
                return amount
        except InvalidOperation:
            pass
        raise ValidationError(f"“{line[:40]}” has no amount like 750 or 750.50")


PAYS = (
    "One invoice number on each line. Put an amount behind it if only part of the invoice is"
    " paid: HLP22-0001 750."
)


class PaymentForm(forms.Form):
    """Money as it stands on the statement."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    received_on = DatePartsField(
        label="When did it arrive?",
        help_text="As on the bank statement, for example 27 4 2022",
        error_messages={"required": "Enter the date on which the money arrived"},
    )
    amount = PoundsField(
        label="Amount",
        min_value=PENNY,
        error_messages={"required": "Enter the amount that arrived"},
    )
    method = forms.ChoiceField(
        label="How was it paid?",
        choices=PaymentMethod.choices,
        initial=PaymentMethod.BACS,
        widget=forms.RadioSelect,
    )
    payer = forms.CharField(
        label="Who paid?",
        help_text="A school, a trust or the name on the account",
        max_length=200,
        required=False,
    )
    reference = forms.CharField(label="Reference on the statement", max_length=100, required=False)
    pays = SharesField(
        label="Which invoices does it pay?",
        help_text=PAYS + " What is left over stays with the payment for a later invoice.",
        required=False,
    )

    helper = helper(
        "Record the payment",
        "entry",
        "received_on",
        Question("amount", width=10),
        "method",
        "payer",
        "reference",
        "pays",
    )

    @staticmethod
    def fresh() -> dict[str, Any]:
        """Each page that is opened is one entry, however often its button is pressed."""
        return {"entry": uuid4(), "method": PaymentMethod.BACS}

    def received(self) -> Received:
        data = self.cleaned_data
        fields = ("amount", "method", "reference", "payer")
        return Received(on=data["received_on"], **{name: data[name] for name in fields})


class AllocateForm(forms.Form):
    pays = SharesField(
        label="Which invoices does it pay?",
        help_text=PAYS,
        error_messages={"required": "Enter the number of an invoice"},
    )

    helper = helper("Share it out")


class ReasonForm(forms.Form):
    """Why an entry is taken back; the reason stays in the books."""

    reason = forms.CharField(
        label="Why?",
        help_text="It stays in the books beside the entry.",
        max_length=250,
        error_messages={"required": "Enter the reason"},
    )

    helper = helper("Take it off this invoice", submit_style="warning")


class ReverseForm(ReasonForm):
    on = DatePartsField(
        label="From which day does it no longer count?",
        help_text="For a slip of the keyboard the day of the payment, for a bounced cheque the"
        " day it bounced.",
        error_messages={"required": "Enter the day"},
    )

    helper = helper("Reverse this payment", "on", "reason", submit_style="warning")


class GiveBackForm(ReasonForm):
    amount = PoundsField(
        label="Amount that went back",
        min_value=PENNY,
        error_messages={"required": "Enter the amount"},
    )
    on = DatePartsField(
        label="When did it go back?",
        help_text="For example 27 6 2022",
        error_messages={"required": "Enter the day on which it went back"},
    )

    helper = helper("Record that it went back", Question("amount", width=10), "on", "reason")
