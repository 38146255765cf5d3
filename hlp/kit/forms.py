"""Form fields, layout and the helper that every form of the portal uses.

    class NameForm(forms.Form):
        helper = helper("Continue", "name", Question("phase", inline=True))

A page then needs `{% load crispy_forms_tags %}{% crispy form %}` and nothing else. The templates
are in templates/hlp_pack/; hlp.kit.form_markup says what they are given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import render_field
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

DATE_PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Shown(Protocol):
    """What may stand in a layout beside field names: it draws itself."""

    def render(self, form: Any, context: Any, template_pack: Any = None) -> SafeString: ...


@dataclass(frozen=True)
class Button:
    """One button of a form; `name` and `value` tell the view which was pressed."""

    label: str
    name: str = ""
    value: str = ""
    style: str = ""  # "", "secondary" or "warning"


@dataclass(frozen=True)
class Question:
    """A field and how it is asked. In a layout wherever a plain field name may stand.

    heading: the label is the page's h1 (one thing a page). size: s, m, l or xl of label or legend.
    inline, small: radios side by side, small boxes. prefix, suffix: text stuck to the box.
    width: 2, 3, 4, 5, 10, 20 or 30 characters. hints: {value: hint} of single choices.
    divider: an "or" before the last choice. reveals: {value: field shown when it is chosen}.
    """

    name: str
    heading: bool = False
    size: str = ""
    inline: bool = False
    small: bool = False
    prefix: str = ""
    suffix: str = ""
    width: int = 0
    hints: Mapping[str, str] = field(default_factory=dict)
    divider: str = ""
    reveals: Mapping[str, str] = field(default_factory=dict)

    def render(
        self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any
    ) -> SafeString:
        revealed = {
            value: render_field(name, form, context, template_pack=template_pack)
            for value, name in self.reveals.items()
        }
        extra = {"asked": self, "revealed": revealed}
        return render_field(
            self.name, form, context, template_pack=template_pack, extra_context=extra
        )


@dataclass(frozen=True)
class Group:
    """Fields that belong together under one legend."""

    legend: str
    questions: Sequence["str | Question | Group"]
    size: str = "m"
    hint: str = ""

    def render(
        self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any
    ) -> SafeString:
        parts = [
            render_field(question, form, context, template_pack=template_pack)
            for question in self.questions
        ]
        return render_to_string("hlp_pack/layout/group.html", {"group": self, "parts": parts})


@dataclass(frozen=True)
class Prose:
    """A paragraph between questions; `heading` makes it a heading of level 2."""

    text: str
    heading: bool = False

    def render(
        self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any
    ) -> SafeString:
        return render_to_string("hlp_pack/layout/prose.html", {"prose": self})


def helper(
    submit_label: str,
    *layout: "str | Shown",
    method: str = "post",
    action: str = "",
    buttons: Sequence[Button] = (),
    submit_style: str = "",
    cancel_url: str = "",
    cancel_label: str = "Cancel",
    css_class: str = "",
    form_tag: bool = True,
) -> FormHelper:
    """The helper of a form; without a layout all fields come in their order.

    buttons come beside the submit button. css_class "hlp-filters" makes a filter bar of a GET form.
    """
    made = FormHelper()
    made.form_method = method
    made.form_action = action
    made.form_class = css_class
    made.form_tag = form_tag
    made.layout = Layout(*layout) if layout else None
    made.render_hidden_fields = True
    made.buttons = [Button(submit_label, style=submit_style), *buttons] if submit_label else []
    made.cancel_url = cancel_url
    made.cancel_label = cancel_label
    return made


class DateParts(forms.MultiWidget):
    """Day, month and year as three boxes, named <field>-day, <field>-month, <field>-year."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput() for _ in DATE_PARTS], attrs)
        self.widgets_names = [f"-{part}" for part in DATE_PARTS]

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, Any], name: str
    ) -> list[str]:
        return [(data.get(f"{name}-{part}") or "").strip() for part in DATE_PARTS]


class DatePartsField(forms.Field):
    """A date typed in three boxes. Each error says what to type and names the boxes at fault."""

    widget = DateParts
    default_error_messages = {
        "required": "Enter the date",
        "incomplete": "The date must include a %(missing)s",
        "invalid": "Enter a real date, for example 27 3 2022",
        "year": "Enter the year with four digits, for example 2022",
    }

    def to_python(self, value: Any) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        if not any(value):
            return None
        missing = [part for part, text in zip(DATE_PARTS, value, strict=True) if not text]
        if missing:
            raise self._wrong("incomplete", missing, missing=" and ".join(missing))
        return self._real_date(*value)

    def _real_date(self, day: str, month: str, year: str) -> date:
        try:
            numbers = int(year), _month_number(month), int(day)
        except ValueError:
            raise self._wrong("invalid", DATE_PARTS) from None
        if not 1000 <= numbers[0] <= 9999:
            raise self._wrong("year", ["year"])
        try:
            return date(*numbers)
        except ValueError:
            raise self._wrong("invalid", DATE_PARTS) from None

    def _wrong(self, code: str, parts: Sequence[str], **params: str) -> ValidationError:
        return ValidationError(
            self.error_messages[code], code=code, params={"parts": tuple(parts), **params}
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def _month_number(text: str) -> int:
    """3, 03, Mar and March are all March: people type what the letter in their hand says."""
    name = text.strip().casefold()[:3]
    return MONTHS.index(name) + 1 if name in MONTHS else int(text)


class PoundsField(forms.DecimalField):
    """An amount in pounds with a £ before the box; £, commas and spaces in it are forgiven."""

    prefix = "£"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("max_digits", 10)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        kwargs.setdefault("min_value", Decimal(0))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Enter an amount in pounds, for example 1500 or 1500.50"
        for validator in self.validators:
            if isinstance(validator, MinValueValidator):
                validator.message = "Enter an amount of £%(limit_value)s or more"

    def to_python(  # type: ignore[override]  # the stubs give a decimal field an integer's type
        self, value: Any
    ) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "")
        return super().to_python(value)


class WordsField(forms.CharField):
    """A long answer with a limit in words, counted under the box while typing."""

    widget = forms.Textarea

    def __init__(self, *, max_words: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_words = max_words

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        over = len(text.split()) - self.max_words
        if over > 0:
            raise ValidationError(
                f"Use {self.max_words} words or fewer; you have {over} too many", code="max_words"
            )
        return text
