"""The order number a school wants to see on its invoice."""

from django import forms

from hlp.kit.forms import Question, helper


class OrderForm(forms.Form):
    purchase_order = forms.CharField(
        label="Purchase order number",
        help_text="It stands on the next invoice. Leave it empty if your school gives none.",
        max_length=40,
        required=False,
    )

    helper = helper("Save", Question("purchase_order", width=20))
