"""The office's reminders: every rule with its switch, what a day would send, and what was sent."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, failing, reminding, working_days
from hlp.kit.access import needs
from hlp.kit.forms import helper
from hlp.kit.models import ReminderMail
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from hlp.kit.reminders import RULES, Line, Rule
from members.requests import MemberRequest

DAY = timedelta(days=1)
FAILED = failing.IfFailed(
    "Reminders that could not be worked out", "reminder_list", "kit.switch_reminder"
)
failing.register(reminding.WORK, FAILED)
AHEAD = timedelta(days=400)  # how far one may look: more than a membership year


@dataclass(frozen=True)
class RuleRow:
    rule: Rule
    is_on: bool


@dataclass(frozen=True)
class LetterRow:
    to: str
    lines: list[Line]


class FindForm(forms.Form):
    words = forms.CharField(label="Email, school or invoice", max_length=100, required=False)
    rule = forms.ChoiceField(label="Reminder", required=False)
    helper = helper("Filter", "words", "rule", method="get", css_class="hlp-filters")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        rules = [(rule.name, rule.title) for rule in RULES.values()]
        self.fields["rule"].choices = [("", "All"), *rules]  # type: ignore[attr-defined]


@needs("kit.view_reminders")
@require_safe
def reminder_list(request: MemberRequest) -> HttpResponse:
    speaking = reminding.names_on()
    rows = [RuleRow(rule, name in speaking) for name, rule in RULES.items()]
    page = {"rows": rows, "stuck": reminding.stuck()}
    return render(request, "hlp/reminders/rules.html", page)


@needs("kit.view_reminders")
@require_safe
def reminder_preview(request: MemberRequest) -> HttpResponse:
    """What a day would send as things stand now; without one, today."""
    today = clock.today()
    on = _asked_for(request.GET.get("on", ""), today)
    failed = reminding.Failed()
    letters = reminding.letters(on, failed)
    page = Paginator(letters, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(letter, on) for letter in page],
        "failed": failed,
        "on": on,
        "is_working": working_days.is_working(on),
        "before": on - DAY if on > today else None,
        "after": on + DAY if on < today + AHEAD else None,
    }
    return render(request, "hlp/reminders/preview.html", context)


@needs("kit.view_reminders")
@require_safe
def reminder_log(request: MemberRequest) -> HttpResponse:
    form = FindForm(request.GET)
    found = ReminderMail.objects.newest_first()
    if form.is_valid():
        found = found.found_by(form.cleaned_data["words"], form.cleaned_data["rule"])
    page = page_of(request, found)
    return render(request, "hlp/reminders/log.html", {"page": page, "find": form})


@needs("kit.switch_reminder")
@require_POST
def switch_reminder(request: MemberRequest, rule: str) -> HttpResponse:
    is_on = request.POST.get("is_on") == "yes"
    try:
        reminding.switch(rule=rule, is_on=is_on, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _switched(RULES[rule], is_on))
    return redirect("reminder_list")


@needs("kit.switch_reminder")
@require_POST
def try_reminders_again(request: MemberRequest) -> HttpResponse:
    try:
        reminding.try_again(by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Today’s reminders are being worked out again.")
    return redirect("reminder_list")


def _row(letter: reminding.Letter, on: date) -> LetterRow:
    return LetterRow(letter.to, [line for line, _ in letter.lines(on)])


def _switched(rule: Rule, is_on: bool) -> str:
    if is_on:
        return f"“{rule.title}” is on. It says what comes due from today on, nothing of before."
    return f"“{rule.title}” is off. Nobody is reminded until it is switched on again."


def _asked_for(text: str, today: date) -> date:
    """A day that can be looked at: today or later; anything else is today."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return today
    return min(max(on, today), today + AHEAD)


urlpatterns: list[URLPattern] = [
    path("office/reminders/", reminder_list, name="reminder_list"),
    path("office/reminders/preview/", reminder_preview, name="reminder_preview"),
    path("office/reminders/again/", try_reminders_again, name="try_reminders_again"),
    path("office/reminders/log/", reminder_log, name="reminder_log"),
    path("office/reminders/<str:rule>/switch/", switch_reminder, name="switch_reminder"),
]
