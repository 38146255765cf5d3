"""What people may type into the fields of the kit, and what they are told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from hlp.kit.forms import DatePartsField, PoundsField, Question, WordsField, helper
from hlp.styleguide import EveryField
from tests.ui.markup import tree


class DateForm(forms.Form):
    helper = helper("Save", "on")
    on = DatePartsField(label="Date")


def posted(day: str, month: str, year: str) -> DateForm:
    return DateForm({"on-day": day, "on-month": month, "on-year": year})


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("1", "4", "2022"), (" 01", "04 ", "2022"), ("1", "April", "2022"), ("1", "apr", "2022")],
)
def test_a_date_may_be_typed_in_several_ways(day: str, month: str, year: str) -> None:
    form = posted(day, month, year)

    assert form.is_valid()
    assert form.cleaned_data == {"on": date(2022, 4, 1)}


@pytest.mark.parametrize(
    ("typed", "message", "faulty"),
    [
        (("31", "2", "2022"), "Enter a real date, for example 27 3 2022", ["day", "month", "year"]),
        (("x", "2", "2022"), "Enter a real date, for example 27 3 2022", ["day", "month", "year"]),
        (("1", "2", "22"), "Enter the year with four digits, for example 2022", ["year"]),
        (("1", "", "2022"), "The date must include a month", ["month"]),
        (("", "", "2022"), "The date must include a day and month", ["day", "month"]),
        (("", "", ""), "Enter the date", ["day", "month", "year"]),
    ],
)
def test_a_wrong_date_is_kept_and_its_boxes_are_marked(
    typed: tuple[str, str, str], message: str, faulty: list[str]
) -> None:
    form = posted(*typed)

    page = tree(render_crispy_form(form))

    boxes = [n for n in page.walk() if "govuk-date-input__input" in n.classes]
    marked = [n.attributes["name"] for n in boxes if "govuk-input--error" in n.classes]
    assert form.errors == {"on": [message]}
    assert marked == [f"on-{part}" for part in faulty]
    assert tuple(n.attributes.get("value", "") for n in boxes) == typed
    summary = page.find("govuk-error-summary__list").find("a")
    assert summary.attributes == {"href": f"#id_on-{faulty[0]}"}


def test_a_date_shows_what_is_stored() -> None:
    form = DateForm(initial={"on": date(2022, 4, 1)})

    page = tree(render_crispy_form(form))

    boxes = [n for n in page.walk() if "govuk-date-input__input" in n.classes]
    assert [n.attributes["value"] for n in boxes] == ["1", "4", "2022"]
    assert not DateForm(
        {"on-day": "01", "on-month": "4", "on-year": "2022"}, initial={"on": date(2022, 4, 1)}
    ).has_changed()


@pytest.mark.parametrize("typed", ["1500", "£1,500", "1 500.00", "£1,500.00"])
def test_pounds_may_be_typed_in_several_ways(typed: str) -> None:
    assert PoundsField().clean(typed) == Decimal("1500")


@pytest.mark.parametrize("typed", ["-1", "x", "1.234"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        PoundsField().clean(typed)


def test_words_over_the_limit_are_counted() -> None:
    field = WordsField(max_words=3)

    with pytest.raises(forms.ValidationError, match="you have 1 too many"):
        field.clean("one two three four")
    assert field.clean("one two three") == "one two three"


def test_every_link_of_the_error_summary_leads_to_a_control() -> None:
    page = tree(render_crispy_form(EveryField({})))

    controls = {n.attributes.get("id") for n in page.walk() if n.tag in CONTROLS}
    links = [n for n in page.find("govuk-error-summary__list").walk() if n.tag == "a"]
    assert len(links) == 14
    assert [a.attributes["href"] for a in links if a.attributes["href"][1:] not in controls] == []


def test_hints_come_before_errors_and_both_describe_the_control() -> None:
    page = tree(render_crispy_form(EveryField({})))

    control = next(n for n in page.walk() if n.attributes.get("id") == "id_urn")
    ids = [n.attributes.get("id") for n in page.walk()]
    described = control.attributes["aria-describedby"].split()
    assert described == ["id_urn_helptext", "id_urn_error"]
    assert ids.index("id_urn_helptext") < ids.index("id_urn_error") < ids.index("id_urn")


def test_no_identifier_stands_twice_on_a_page() -> None:
    page = tree(render_crispy_form(EveryField({})))

    ids = [n.attributes["id"] for n in page.walk() if n.attributes.get("id")]
    assert len(ids) == len(set(ids))


def test_labels_hints_choices_and_errors_are_never_html() -> None:
    bad = "<script>alert(1)</script>"

    class Hostile(forms.Form):
        one = forms.CharField(label=bad, help_text=bad)
        two = forms.ChoiceField(label=bad, choices=[("x", bad)], widget=forms.RadioSelect)
        three = forms.BooleanField(label=bad, help_text=bad)
        four = DatePartsField(label=bad, help_text=bad)
        helper = helper(bad, "one", Question("two", hints={"x": bad}), "three", "four")

    form = Hostile({"one": "x"})
    form.add_error("one", bad)
    html = render_crispy_form(form)

    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 12


def test_only_what_may_be_left_out_is_marked() -> None:
    class Some(forms.Form):
        needed = forms.CharField()
        left = forms.CharField(required=False)
        helper = helper("Save")

    assert _labels(Some()) == ["Needed", "Left (optional)"]
    Some.helper = helper("Filter", method="get")
    assert _labels(Some()) == ["Needed", "Left"]


def _labels(form: Any) -> list[Any]:
    return [n.children[0] for n in tree(render_crispy_form(form)).walk() if n.tag == "label"]


def test_autocomplete_of_a_field_reaches_the_browser() -> None:
    class Person(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "name"}))
        email = forms.EmailField()
        helper = helper("Save")

    page = tree(render_crispy_form(Person()))

    boxes = {n.attributes["name"]: n.attributes for n in page.walk() if n.tag == "input"}
    assert boxes["name"]["autocomplete"] == "name"
    assert boxes["email"]["autocomplete"] == "email"


def test_an_answer_may_reveal_a_question() -> None:
    page = tree(render_crispy_form(EveryField()))

    revealed = next(n for n in page.walk() if "hlp-revealed" in n.classes)
    assert revealed.find("input").attributes["name"] == "order_number"
    assert [n.attributes.get("name") for n in page.walk()].count("order_number") == 1


CONTROLS = ("input", "select", "textarea")
