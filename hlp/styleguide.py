"""Every component and form field on one page, empty and with errors: for building and for tests."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hlp.kit.access import public
from hlp.kit.components import Action, Row, Stat, Task
from hlp.kit.forms import (
    Button,
    DatePartsField,
    Group,
    PoundsField,
    Prose,
    Question,
    WordsField,
    helper,
)
from hlp.kit.states import StateChoices
from hlp.kit.waiting import Waiting

PHASES = [("primary", "Primary"), ("secondary", "Secondary"), ("special", "Special")]
COLOURS = ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow")


class ShownState(StateChoices):
    """A workflow of its own, so that the page depends on no app."""

    DRAFT = "draft", "Draft", "grey"
    SIGNED = "signed", "Signed", "blue"
    ACTIVE = "active", "Active", "green"


class EveryField(forms.Form):
    helper = helper(
        "Save and continue",
        Group(
            "About the school",
            [
                "name",
                Question("urn", width=10),
                "phase",
                Question("type", hints={"academy": "Including free schools"}),
            ],
        ),
        Question("email"),
        Prose("Order and payment", heading=True),
        Prose("We put your order number on the invoice."),
        Question("has_order", inline=False, reveals={"yes": "order_number"}),
        "fee",
        Question("share", suffix="%", width=3),
        "from_on",
        Question("support", divider="or", size="m"),
        "why",
        "notes",
        "paper",
        "password",
        "agreed",
        buttons=[Button("Save as draft", name="draft", value="yes", style="secondary")],
        cancel_url="/",
    )

    name = forms.CharField(label="School name", max_length=200)
    urn = forms.CharField(label="URN", max_length=6, help_text="Six digits, as on GIAS")
    phase = forms.ChoiceField(choices=[("", "Choose a phase"), *PHASES])
    type = forms.ChoiceField(
        choices=[("maintained", "Maintained school"), ("academy", "Academy")],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label="Email address for invoices")
    has_order = forms.ChoiceField(
        label="Do you use purchase orders?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    order_number = forms.CharField(label="Purchase order number", max_length=30, required=False)
    fee = PoundsField(label="Fee")
    share = forms.IntegerField(label="Share of staff")
    from_on = DatePartsField(label="Member from", help_text="For example, 1 4 2022")
    support = forms.MultipleChoiceField(
        label="What would you like support with?",
        choices=[("curriculum", "Curriculum"), ("send", "SEND"), ("none", "Neither of these")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply",
    )
    why = WordsField(label="Why these?", max_words=150)
    notes = forms.CharField(
        label="Anything else", widget=forms.Textarea, max_length=500, required=False
    )
    paper = forms.FileField(label="Signed form", help_text="PDF, up to 10 MB")
    password = forms.CharField(widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="I have read the commitment")


class FilterForm(forms.Form):
    helper = helper("Filter", method="get", css_class="hlp-filters", submit_style="secondary")

    search = forms.CharField(required=False, label="Number, school or URN")
    status = forms.ChoiceField(required=False, choices=[("", "All"), ("paid", "Paid")])


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    errors = "errors" in request.GET
    if errors:
        messages.success(request, "The membership was signed.")
        messages.warning(request, "The invoice address is missing.")
    form = EveryField({"from_on-day": "31", "from_on-month": "2", "from_on-year": "2022"})
    page = {"form": form if errors else EveryField(), "filters": FilterForm(auto_id="filter_%s")}
    return render(request, "styleguide.html", {**page, **examples()})


def examples() -> dict[str, Any]:
    return {
        "colours": COLOURS,
        "states": list(ShownState),
        "rows": [
            Row("School", "Bourne Primary School", "#name", about="school"),
            Row("Address", "Cedar Avenue\nRuislip\nHA4 6UJ", "#address"),
            Row("URN", "102378"),
        ],
        "actions": [
            Action("Sign the commitment", "#sign"),
            Action("Save for later", "#save", style="secondary", get=True),
            Action("Withdraw", "#out", closed="The period has started."),
        ],
        "tasks": [
            Task("Your school", "#school", status=ShownState.ACTIVE),
            Task("Contacts", "#contacts", "Who we write to", ShownState.DRAFT),
            Task("Sign", status="Cannot start yet"),
        ],
        "stats": [
            Stat("£148,500.00", "invoiced"),
            Stat(99, "member schools", "#members"),
            Stat(3, "invoices overdue", "#overdue", "todo"),
        ],
        "waiting": [
            Waiting("Approve the fee run for 2022 to 2023", "#run", "99 invoices", 1),
            Waiting("Read the prospectus", "#read", tone="info"),
        ],
        "steps": ["Find your school", "Contacts", "Commitment", "Check and sign"],
        "numbers": Paginator(range(1000), 50).page(7),
        "crumbs": [("Home", "/"), ("Invoices", "#invoices")],
        "invoices": [
            SimpleNamespace(number=f"HLP-2022-{n:05}", school=school, amount=1500)
            for n, school in enumerate(("Bourne Primary School", "Haydon School"), start=1)
        ],
    }
