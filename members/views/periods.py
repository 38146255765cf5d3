"""Setting up a period: a list of tasks, a page for each, then publishing; and the next period."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.components import Row, Task
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from hlp.kit.templatetags.ui import uk_date
from members.commitment import current_text, in_words
from members.forms.periods import DatesForm, FeesForm, SchoolsForm, WordsForm
from members.models import Period, School
from members.requests import MemberRequest
from members.services import setting_up
from members.states import StepState

Save = Callable[[Any], object]


@needs("members.set_up_period")
@require_safe
def period_list(request: MemberRequest) -> HttpResponse:
    context = {
        "page": page_of(request, Period.objects.order_by("-starts_on", "-pk")),
        "current": Period.objects.current(clock.today()),
        "is_waiting": Period.objects.filter(is_published=False).exists(),
    }
    return render(request, "members/period_list.html", context)


@needs("members.set_up_period")
@require_POST
def next_period(request: MemberRequest) -> HttpResponse:
    try:
        made = setting_up.next_period(by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("members:period_list")
    return redirect("members:set_up_period", made.pk)


@needs("members.set_up_period")
@require_safe
def set_up(request: MemberRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    if period.is_published:
        context = {"period": period, "rows": list(_as_published(period))}
    else:
        wrong = setting_up.what_is_wrong(period)
        context = {"period": period, "wrong": wrong, "tasks": _tasks(period)}
    return render(request, "members/set_up_period.html", context)


@needs("members.set_up_period")
def set_dates(request: MemberRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    initial = {field: getattr(period, field) for field in setting_up.DATES}
    form = DatesForm(request.POST or None, initial=initial)
    return _page(
        request,
        period,
        "Dates",
        form,
        lambda typed: setting_up.save_dates(period=period, dates=typed, by=request.user),
    )


@needs("members.set_up_period")
def set_schools(request: MemberRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    initial = {"la_codes": ", ".join(period.la_codes), "eligible_types": period.eligible_types}
    form = SchoolsForm(request.POST or None, initial=initial)
    return _page(
        request,
        period,
        "Schools",
        form,
        lambda typed: setting_up.save_schools(period=period, by=request.user, **typed),
    )


@needs("members.set_up_period")
def set_fees(request: MemberRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    form = FeesForm(request.POST or None, initial=FeesForm.start(period))
    return _page(
        request,
        period,
        "Fees and policy",
        form,
        lambda typed: setting_up.save_fees(
            period=period,
            fees=form.fees(),
            payment_days=typed["payment_days"],
            leaver_owes_year_2=typed["leaver_owes_year_2"],
            by=request.user,
        ),
    )


@needs("members.set_up_period")
def set_words(request: MemberRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    text = current_text(period)
    form = WordsForm(request.POST or None, initial={"body": text.body if text else ""})
    return _page(
        request,
        period,
        "The words",
        form,
        lambda typed: setting_up.save_words(
            period=period, body=typed["body"], by=request.user, now=clock.now()
        ),
    )


@needs("members.set_up_period")
@require_POST
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    try:
        setting_up.publish(period=period, by=request.user, now=clock.now())
        messages.success(request, f"{period} is published.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:set_up_period", pk)


def _page(
    request: MemberRequest, period: Period, title: str, form: Form, save: Save
) -> HttpResponse:
    """One task: its form, saved and back to the list, or the refusal with what was typed."""
    if period.is_published:
        return redirect("members:set_up_period", period.pk)
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
            return redirect("members:set_up_period", period.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"period": period, "title": title, "form": form}
    return render(request, "members/set_up_step.html", context)


def _as_published(period: Period) -> Iterator[Row]:
    """What schools have read and signed."""
    for name in setting_up.DATES:
        if day := getattr(period, name):
            yield Row(str(DatesForm.base_fields[name].label), uk_date(day))
    for year in period.years.order_by("number"):
        said = f"At most {in_words(year.fee_cap)}, invoiced on {uk_date(year.invoice_on)}"
        yield Row(f"Fee of year {year.number}", said)
    yield Row("Schools that may join", School.objects.eligible_for(period).count())
    if text := current_text(period):
        yield Row("The words that are signed", f"Version {text.version}")


def _tasks(period: Period) -> list[Task]:
    wrong = setting_up.what_is_wrong_with_dates(period)
    count = School.objects.eligible_for(period).count()
    caps = [in_words(year.fee_cap) for year in period.years.order_by("number")]
    text = current_text(period)
    words = f"Version {text.version}" if text else "Not written"
    rows = (
        ("Dates", "set_dates", "When schools join, when the period runs", not wrong),
        ("Schools", "set_schools", f"{count} schools in the register may join", bool(count)),
        ("Fees and policy", "set_fees", f"At most {' and '.join(caps)} a year", all(caps)),
        ("The words", "set_words", words, bool(text)),
    )
    return [
        Task(
            title,
            reverse(f"members:{name}", args=[period.pk]),
            hint,
            "Completed" if done else StepState.TODO,
        )
        for title, name, hint, done in rows
    ]
