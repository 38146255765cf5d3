"""Tags of the crispy template pack in templates/hlp_pack/."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hlp.kit import form_markup

register = template.Library()


@register.simple_tag(takes_context=True)
def form_field(context: template.Context, field: BoundField) -> SafeString:
    """One field as GOV.UK markup; `asked` and `revealed` come from hlp.kit.forms.Question."""
    if field.is_hidden:
        return SafeString(field.as_widget())
    values = form_markup.context(
        field,
        context.get("asked"),
        context.get("revealed") or {},
        post=context.get("form_method", "post") == "post",
    )
    return render_to_string(f"hlp_pack/field/{values['kind']}.html", values)


@register.simple_tag
def error_summary(form: Any) -> str | SafeString:
    """Once per form: base.html shows it above the heading, the pack where base.html could not."""
    if form is None or not getattr(form, "errors", None) or getattr(form, "summary_shown", False):
        return ""
    form.summary_shown = True
    forms_with_errors = form.forms if isinstance(form, forms.BaseFormSet) else [form]
    lines = [line for each in forms_with_errors for line in form_markup.error_links(each)]
    return render_to_string("components/error_summary.html", {"lines": lines})


@register.filter
def error_prefix(form: Any) -> str:
    """What stands before the page's title when its form was sent back."""
    return "Error: " if getattr(form, "errors", None) and getattr(form, "is_bound", False) else ""
