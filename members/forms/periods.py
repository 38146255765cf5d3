"""What the office types to set up a period."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import DatePartsField, Group, PoundsField, Question, helper
from members.models import Period
from members.states import EstablishmentType


def _date(label: str, *, required: bool = True, help_text: str = "") -> DatePartsField:
    error = f"Enter the date: {label[0].lower()}{label[1:]}"
    return DatePartsField(
        label=label, required=required, help_text=help_text, error_messages={"required": error}
    )


class DatesForm(forms.Form):
    information_meeting_on = _date("Information meeting", required=False)
    signup_opens_on = _date("Sign-up opens")
    signup_closes_on = _date("Sign-up closes", help_text="It closes at the end of that day")
    last_join_on = _date(
        "Last date to join late", help_text="A late joiner owes the whole fee of that year"
    )
    starts_on = _date("The period starts")
    ends_on = _date("The period ends", help_text="Two years later, less a day")
    board_first_meets_on = _date("The board meets for the first time", required=False)
    leads_in_place_on = _date("Chair and lead schools in place by", required=False)
    support_starts_on = _date("Support starts", required=False)
    evaluation_due_on = _date("Evaluation due", required=False)
    helper = helper(
        "Save and continue",
        Group(
            "Joining",
            ["information_meeting_on", "signup_opens_on", "signup_closes_on", "last_join_on"],
        ),
        Group("The period", ["starts_on", "ends_on"]),
        Group(
            "What happens in it",
            [
                *("board_first_meets_on", "leads_in_place_on", "support_starts_on"),
                "evaluation_due_on",
            ],
        ),
    )


class SchoolsForm(forms.Form):
    la_codes = forms.CharField(
        label="Codes of the local authorities",
        max_length=100,
        help_text="Three digits each, with commas between. Hillingdon is 312",
        error_messages={"required": "Enter at least one code"},
    )
    eligible_types = forms.MultipleChoiceField(
        label="Types of school that may join",
        choices=[(kind.value, kind.label) for kind in EstablishmentType],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one type"},
    )
    helper = helper(
        "Save and continue",
        Question("la_codes", width=20),
        Question("eligible_types", small=True),
    )

    def clean_la_codes(self) -> list[str]:
        codes = [code.strip() for code in self.cleaned_data["la_codes"].split(",") if code.strip()]
        if not codes or not all(len(c) == 3 and c.isascii() and c.isdigit() for c in codes):
            raise ValidationError("A code has three digits, for example 312")
        return list(dict.fromkeys(codes))


class FeesForm(forms.Form):
    fee_1 = PoundsField(
        label="Highest fee of year 1", error_messages={"required": "Enter the fee of year 1"}
    )
    invoice_1 = _date("Invoices of year 1 go out")
    fee_2 = PoundsField(
        label="Highest fee of year 2", error_messages={"required": "Enter the fee of year 2"}
    )
    invoice_2 = _date("Invoices of year 2 go out")
    payment_days = forms.IntegerField(
        label="Days to pay an invoice",
        min_value=1,
        max_value=120,
        error_messages={"required": "Enter the days to pay an invoice"},
    )
    leaver_owes_year_2 = forms.BooleanField(
        label="A school that leaves early still owes year 2, unless the board waives it",
        required=False,
    )
    helper = helper(
        "Save and continue",
        Group("Year 1", [Question("fee_1", width=10), "invoice_1"]),
        Group("Year 2", [Question("fee_2", width=10), "invoice_2"]),
        Group("Paying and leaving", [Question("payment_days", width=3), "leaver_owes_year_2"]),
    )

    @classmethod
    def start(cls, period: Period) -> dict[str, Any]:
        found: dict[str, Any] = {
            "payment_days": period.payment_days,
            "leaver_owes_year_2": period.leaver_owes_year_2,
        }
        for year in period.years.all():
            found |= {f"fee_{year.number}": year.fee_cap, f"invoice_{year.number}": year.invoice_on}
        return found

    def fees(self) -> dict[int, tuple[Decimal, date]]:
        typed = self.cleaned_data
        return {n: (typed[f"fee_{n}"], typed[f"invoice_{n}"]) for n in (1, 2)}


class WordsForm(forms.Form):
    body = forms.CharField(
        label="What a school signs",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="One paragraph a line. Names in braces, such as {fee} or {leavers}, are filled in"
        " from dates, fees and policy.",
        error_messages={"required": "Enter the words of the commitment"},
    )
    helper = helper("Save and continue", "body")

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        return "\n".join(line.strip() for line in body.splitlines() if line.strip())
