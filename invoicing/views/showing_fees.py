"""What the pages about the fee of a year show."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.components import Action, Row
from hlp.kit.models import WorkState
from hlp.kit.money import pounds
from hlp.kit.templatetags.ui import uk_date
from invoicing.forms.fees import FeeForm
from invoicing.models import FeeDecision
from invoicing.services import reckoning, setting_fees
from invoicing.services.reckoning import Effect
from invoicing.states import FeeDecisionState
from members.models import MembershipYear, Period
from members.querysets import AnyUser

# VAT Regulations 1995, regulation 15C: a credit note follows within 14 days of the change.
DAYS_TO_CREDIT = 14

# whether there are credit notes: (look at what is to be confirmed, confirm it)
LABELS = {
    True: ("Look at the credit notes", "Confirm and issue them now"),
    False: ("Look at the fee", "Confirm this fee now"),
}


def current_years() -> QuerySet[MembershipYear]:
    period = Period.objects.current(clock.today())
    years = MembershipYear.objects.filter(period=period).select_related("period")
    return years.order_by("number")


def preview(form: FeeForm) -> dict[str, Any]:
    data = form.cleaned_data
    year: MembershipYear = data["year"]
    here = reverse("invoicing:set_fee")
    return {
        "year": year,
        "fee": data["fee"],
        "effect": reckoning.effect(year, data["fee"]),
        "rows": [
            Row("Fee until now", pounds(year.fee)),
            Row("Fee from now", pounds(data["fee"])),
            Row("Highest fee of the year", pounds(year.fee_cap)),
            Row("Decided", f"{uk_date(data['decided_on'])}, minute {data['minute_reference']}"),
            Row("Carried over", _carried(data["carry_over"])),
        ],
        "actions": [Action("Record this decision", here, fields=form.as_typed())],
    }


def decision(shown: FeeDecision, user: AnyUser) -> dict[str, Any]:
    effect = reckoning.effect(shown.membership_year, shown.fee)
    is_waiting = shown.state == FeeDecisionState.WAITING
    may_confirm = is_waiting and user.has_perm("invoicing.confirm_fee", shown)
    url = reverse("invoicing:confirm_fee", args=[shown.pk])
    look, confirm = LABELS[bool(effect.credits)]
    return {
        "decision": shown,
        "effect": effect,
        "rows": _facts(shown),
        "is_waiting": is_waiting,
        "may_confirm": may_confirm,
        "due_on": shown.decided_on + timedelta(days=DAYS_TO_CREDIT),
        "issued": shown.credit_notes.count(),
        "actions": [Action(look, url, get=True)] if may_confirm else [],
        "confirm": [Action(confirm, url, style="warning")],
        **_progress(shown, effect),
    }


def _progress(shown: FeeDecision, effect: Effect) -> dict[str, Any]:
    if shown.state != FeeDecisionState.CREDITING:
        return {"is_running": False}
    item = setting_fees.work_of(shown)
    if item is not None and item.state == WorkState.FAILED:
        return {"is_running": False, "stuck": item}
    done = shown.credit_notes.count()
    return {"is_running": True, "done": done, "total": done + effect.credits}


def _facts(shown: FeeDecision) -> list[Row]:
    rows = [
        Row("Membership year", shown.membership_year),
        Row("Fee before VAT", pounds(shown.fee)),
        Row("Decided", f"{uk_date(shown.decided_on)}, minute {shown.minute_reference}"),
        Row("Carried over", _carried(shown.carry_over)),
        Row("Recorded", f"{uk_date(shown.prepared_at)} by {shown.prepared_by}"),
    ]
    if shown.confirmed_at:
        rows.append(Row("Confirmed", f"{uk_date(shown.confirmed_at)} by {shown.confirmed_by}"))
    if shown.finished_at:
        rows.append(Row("Carried out", uk_date(shown.finished_at)))
    return rows


def _carried(amount: Any) -> str:
    return "Nothing" if amount is None else pounds(amount)
