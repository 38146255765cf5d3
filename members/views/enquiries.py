"""The office's inbox: questions from the contact page, and what was answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, states
from hlp.kit.access import needs
from hlp.kit.components import Row
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from hlp.kit.templatetags.ui import uk_datetime
from members.forms.enquiries import AnswerForm, CloseForm, InboxForm
from members.models import Enquiry
from members.requests import MemberRequest
from members.services import enquiring
from members.states import EnquiryState
from members.views import history


@needs("members.answer_enquiry")
@require_safe
def enquiry_list(request: MemberRequest) -> HttpResponse:
    form = InboxForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    state = chosen.get("state") or EnquiryState.NEW
    found = Enquiry.objects.visible_to(request.user).found_by(chosen.get("q", ""))
    if state != "all":
        found = found.filter(state=state)
    # Who has waited longest comes first; of what is done, the latest.
    oldest_first = state == EnquiryState.NEW
    order = ("asked_at", "pk") if oldest_first else ("-asked_at", "-pk")
    page = {
        "filters": form,
        "page": page_of(request, found.order_by(*order)),
        "is_filtered": any(chosen.values()),
        "oldest_first": oldest_first,
        "shows_all": state == "all",
    }
    return render(request, "members/enquiry_list.html", page)


@needs("members.answer_enquiry")
@require_safe
def enquiry_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return _detail(request, _enquiry(request, pk))


@needs("members.answer_enquiry")
@require_POST
def answer_enquiry(request: MemberRequest, pk: int) -> HttpResponse:
    enquiry = _enquiry(request, pk)
    form = AnswerForm(request.POST, action=reverse("members:answer_enquiry", args=[pk]))
    if not form.is_valid():
        return _detail(request, enquiry, answer=form)
    try:
        enquiring.answer(enquiry=enquiry, by=request.user, now=clock.now(), **form.cleaned_data)
    except Refusal as why:
        form.add_error(None, str(why))
        return _detail(request, _enquiry(request, pk), answer=form)
    messages.success(request, f"Your answer is on its way to {enquiry.name}.")
    return redirect("members:enquiry_list")


@needs("members.answer_enquiry")
@require_POST
def close_enquiry(request: MemberRequest, pk: int) -> HttpResponse:
    enquiry = _enquiry(request, pk)
    form = CloseForm(request.POST, action=reverse("members:close_enquiry", args=[pk]))
    if not form.is_valid():
        return _detail(request, enquiry, close=form)
    try:
        enquiring.close(
            enquiry=enquiry, note=form.cleaned_data["note"], by=request.user, now=clock.now()
        )
    except Refusal as why:
        form.add_error(None, str(why))
        return _detail(request, _enquiry(request, pk), close=form)
    messages.success(request, f"The question of {enquiry.name} is closed.")
    return redirect("members:enquiry_list")


@needs("members.answer_enquiry")
@require_POST
def reopen_enquiry(request: MemberRequest, pk: int) -> HttpResponse:
    enquiry = _enquiry(request, pk)
    try:
        enquiring.reopen(enquiry=enquiry, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
    return redirect("members:enquiry_detail", pk=pk)


def _enquiry(request: MemberRequest, pk: int) -> Enquiry:
    seen = Enquiry.objects.visible_to(request.user).select_related("asked_by", "closed_by")
    return get_object_or_404(seen, pk=pk)


def _detail(
    request: MemberRequest,
    enquiry: Enquiry,
    answer: AnswerForm | None = None,
    close: CloseForm | None = None,
) -> HttpResponse:
    """The page with its forms; one that came back with an error keeps what was typed."""
    open_moves = {found.move.name for found in states.available(enquiry, request.user, clock.now())}
    page = {
        "enquiry": enquiry,
        "rows": _rows(enquiry),
        "answers": enquiry.answers.select_related("sent_by").order_by("sent_at", "pk"),
        "may": open_moves,
        "form": answer or close,  # whose error summary is shown
        "answer": answer or _answer_form(enquiry),
        "close": close or CloseForm(action=reverse("members:close_enquiry", args=[enquiry.pk])),
        "history": history.of(enquiry, made="Asked"),
    }
    return render(request, "members/enquiry_detail.html", page)


def _answer_form(enquiry: Enquiry) -> AnswerForm:
    action = reverse("members:answer_enquiry", args=[enquiry.pk])
    return AnswerForm(action=action, initial={"seen": enquiry.answers.count()})


def _rows(enquiry: Enquiry) -> list[Row]:
    rows = [
        Row("Name", enquiry.name),
        Row("Email", enquiry.email),
        Row("School", enquiry.school_name or "Not given"),
        Row("Asked", uk_datetime(enquiry.asked_at)),
        Row("Signed in as", enquiry.asked_by or "Nobody: the name is as typed"),
    ]
    if enquiry.state == EnquiryState.CLOSED:
        rows.append(Row("Closed because", f"{enquiry.note} ({enquiry.closed_by})"))
    return rows
