"""What a school types when it joins, and what the office types about memberships."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import DatePartsField, Group, Question, helper
from hlp.kit.uploads import UploadField
from members.models import Period
from members.states import MembershipState


class FindSchoolForm(forms.Form):
    q = forms.CharField(
        label="Name, URN or postcode",
        required=False,
        max_length=100,
        help_text="For example “Bourne”, “102368” or “HA4 6UJ”",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    helper = helper("Search", Question("q", width=30), method="get")


class SeenForm(forms.Form):
    """Remembers what its page showed, so that nobody overwrites what they have not seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ContactsForm(SeenForm):
    head_name = forms.CharField(
        label="Name",
        max_length=150,
        error_messages={"required": "Enter the headteacher’s name"},
    )
    head_email = forms.EmailField(
        label="Email",
        error_messages={
            "required": "Enter the headteacher’s email",
            "invalid": "Enter the headteacher’s email like name@school.org.uk",
        },
    )
    business_manager_name = forms.CharField(label="Name", max_length=150, required=False)
    business_manager_email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "Enter the business manager’s email like name@school.org.uk"},
    )
    cpd_lead_name = forms.CharField(label="Name", max_length=150, required=False)
    cpd_lead_email = forms.EmailField(
        label="Email",
        required=False,
        error_messages={"invalid": "Enter the CPD lead’s email like name@school.org.uk"},
    )
    office_email = forms.EmailField(
        label="School office email",
        required=False,
        help_text="An address that stays when people change, for example office@school.org.uk",
        error_messages={"invalid": "Enter the school office’s email like office@school.org.uk"},
    )
    helper = helper(
        "Save and continue",
        Group("Headteacher", ["head_name", "head_email"]),
        Group("Business manager", ["business_manager_name", "business_manager_email"]),
        Group(
            "CPD lead",
            ["cpd_lead_name", "cpd_lead_email"],
            hint="Whoever books places on events for your staff.",
        ),
        Group("School office", ["office_email"]),
        "seen",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for who, words in (("business_manager", "business manager"), ("cpd_lead", "CPD lead")):
            name, email = cleaned.get(f"{who}_name"), cleaned.get(f"{who}_email")
            if name and email == "" and f"{who}_email" not in self.errors:
                self.add_error(f"{who}_email", f"Enter the {words}’s email, or clear the name")
            if email and not name:
                self.add_error(f"{who}_name", f"Enter the {words}’s name, or clear the email")
        return cleaned


class BillingForm(SeenForm):
    finance_email = forms.EmailField(
        label="Email for invoices",
        help_text="Where your school wants its invoices sent, for example finance@school.org.uk",
        error_messages={
            "required": "Enter the email your invoices should go to",
            "invalid": "Enter the email for invoices like finance@school.org.uk",
        },
    )
    has_order = forms.ChoiceField(
        label="Purchase order number",
        choices=(("yes", "I have a number"), ("no", "I don’t have a purchase order yet")),
        widget=forms.RadioSelect,
        help_text="You can add or change it until your invoice is issued.",
        error_messages={"required": "Choose whether you have a purchase order number"},
    )
    purchase_order = forms.CharField(
        label="Number",
        max_length=40,
        required=False,
        error_messages={"required": "Enter the purchase order number"},
    )
    invoice_name = forms.CharField(
        label="Name on the invoice",
        max_length=200,
        help_text="The school’s, or the trust’s if the trust pays.",
        error_messages={"required": "Enter the name that should be on the invoice"},
    )
    invoice_address = forms.CharField(
        label="Address on the invoice",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter the address that should be on the invoice"},
    )
    helper = helper(
        "Save and continue",
        "finance_email",
        Question("has_order", reveals={"yes": "purchase_order"}),
        "invoice_name",
        "invoice_address",
        "seen",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked for only under "I have a number", and then not optional.
        chosen = self.data.get("has_order", "") if self.is_bound else "yes"
        self.fields["purchase_order"].required = chosen == "yes"

    def clean_invoice_address(self) -> str:
        address = "\n".join(
            line.strip()
            for line in self.cleaned_data["invoice_address"].splitlines()
            if line.strip()
        )
        over = len(address) - 500
        if over > 0:
            raise ValidationError(f"Shorten the address: it is {over} characters too long")
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("has_order") == "no":
            cleaned["purchase_order"] = ""
        return cleaned


class CommitmentForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    helper = helper("I have read this", "version")


class SignatureForm(forms.Form):
    name = forms.CharField(
        label="Your full name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your full name"},
    )
    title = forms.CharField(
        label="Your job title",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Enter your job title, for example Headteacher"},
    )
    commits = forms.BooleanField(
        label="I am the headteacher and commit the school",
        error_messages={"required": "Tick the box to say that you commit the school"},
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    helper = helper("Sign and join", "name", "title", "commits", "shown")

    def __init__(self, *args: Any, for_trust: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_trust:
            label = f"I may sign for {for_trust} and commit the school"
            self.fields["commits"].label = label


class PaperForm(forms.Form):
    name = forms.CharField(
        label="Name of who signed",
        max_length=150,
        error_messages={"required": "Enter the name under the signature"},
    )
    title = forms.CharField(
        label="Job title",
        max_length=100,
        error_messages={"required": "Enter the job title, for example Headteacher"},
    )
    signed_on = DatePartsField(label="Date on the paper", help_text="For example 27 3 2022")
    scan = UploadField(
        label="Scan of the paper",
        help_text="A PDF or a picture (JPEG or PNG), up to 10 MB",
        error_messages={"required": "Choose the scan of the signed paper"},
    )
    helper = helper("Record the signature", "name", "title", "signed_on", "scan")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_signed_on(self) -> date:
        signed_on: date = self.cleaned_data["signed_on"]
        if signed_on > self.today:
            raise ValidationError("The date on the paper must be today or in the past")
        return signed_on


class MembershipFilterForm(forms.Form):
    q = forms.CharField(label="School, URN or postcode", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Every state"), *((s.value, s.label) for s in MembershipState)],
    )
    period = forms.ModelChoiceField(
        label="Period",
        required=False,
        queryset=Period.objects.order_by("-starts_on"),
        empty_label="The one that signs up",
    )
    helper = helper("Filter", "q", "state", "period", method="get", css_class="hlp-filters")
