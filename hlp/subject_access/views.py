"""Pages about what is held on a person: one's own, and the office's for others."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, documents
from hlp.kit.access import needs
from hlp.kit.refusal import Refusal
from hlp.subject_access import erasing, exporting
from hlp.subject_access.erasable import REASONS_TO_KEEP
from hlp.subject_access.forms import ErasureForm
from members import acting
from members.models import User
from members.requests import MemberRequest

WAIT_SECONDS = "3"


@require_safe
def your_data(request: MemberRequest) -> HttpResponse:
    page = {**copies(request.user), "reasons": REASONS_TO_KEEP}
    return _refreshing(render(request, "hlp/subject_access/your_data.html", page), page)


@require_POST
def ask_copy(request: MemberRequest) -> HttpResponse:
    return _ask(request, request.user, reverse("your_data"))


@reauthentication_required
@require_safe
def own_copy(request: MemberRequest, pk: int) -> HttpResponse:
    return _download(request, request.user, pk)


@needs("members.erase_person")
@require_safe
def person_data(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    return _person_page(request, person, _form(person))


@needs("members.erase_person")
@require_POST
def ask_person_copy(request: MemberRequest, pk: int) -> HttpResponse:
    return _ask(request, get_object_or_404(User, pk=pk), reverse("person_data", args=[pk]))


@needs("members.erase_person")
@reauthentication_required
@require_safe
def person_copy(request: MemberRequest, pk: int, document: int) -> HttpResponse:
    return _download(request, get_object_or_404(User, pk=pk), document)


@needs("members.erase_person")
@reauthentication_required
@require_POST
def erase_person(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = _form(person, request.POST)
    if not form.is_valid():
        return _person_page(request, person, form)
    try:
        erasing.erase(user=person, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "The person is erased.")
    return redirect("person_data", pk)


def copies(user: User) -> dict[str, object]:
    return {
        "copies": exporting.copies_of(user),
        "being_made": exporting.is_being_made(user),
        "kept_days": exporting.KEPT.days,
    }


def _ask(request: MemberRequest, person: User, back: str) -> HttpResponse:
    try:
        exporting.ask(user=person, by=request.user, now=clock.now())
    except Refusal as why:
        messages.info(request, str(why))
    return redirect(back)


def _download(request: MemberRequest, person: User, pk: int) -> HttpResponse:
    document = get_object_or_404(exporting.copies_of(person), pk=pk)
    try:
        exporting.hand_over(user=person, document=document, by=request.user)
    except Refusal:
        raise Http404 from None
    return documents.response(document, inline=False)


def _form(person: User, data: object = None) -> ErasureForm:
    return ErasureForm(data, person=person, action=reverse("erase_person", args=[person.pk]))


def _person_page(request: MemberRequest, person: User, form: ErasureForm) -> HttpResponse:
    page = {
        "person": person,
        "parts": acting.parts_of(person),
        "hindrances": erasing.hindrances(person, clock.now()),
        "is_erased": erasing.is_erased(person),
        "is_own": person.pk == request.user.pk,
        "reasons": REASONS_TO_KEEP,
        "form": form,
        **copies(person),
    }
    return _refreshing(render(request, "hlp/subject_access/person.html", page), page)


def _refreshing(response: HttpResponse, page: dict[str, object]) -> HttpResponse:
    if page["being_made"]:
        response["Refresh"] = WAIT_SECONDS
    return response
