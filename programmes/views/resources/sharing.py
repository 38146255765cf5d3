"""Putting something into the library, and looking after it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import Period
from members.requests import MemberRequest
from programmes.forms.resources import ShareForm, WordsForm
from programmes.models import Programme, Resource
from programmes.services import sharing


@require_safe
def choose_programme(request: MemberRequest) -> HttpResponse:
    """Where the new resource belongs; the office may also share outside every programme."""
    programmes = Programme.objects.planned_by(request.user).by_title()
    may_share_outside = request.user.has_perm("programmes.share_resource")
    if not programmes.exists() and not may_share_outside:
        raise Http404
    context = {"programmes": programmes, "may_share_outside": may_share_outside}
    return render(request, "programmes/resources/choose_programme.html", context)


def share_resource(request: MemberRequest, programme_id: int | None = None) -> HttpResponse:
    programme = None
    if programme_id is not None:
        seen = Programme.objects.visible_to(request.user).select_related("period")
        programme = get_object_or_404(seen, pk=programme_id)
    period = programme.period if programme else Period.objects.running(clock.today())
    if period is None or not request.user.has_perm("programmes.share_resource", programme):
        raise Http404
    form = ShareForm(request.POST or None, request.FILES or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            made = sharing.share(
                period=period,
                programme=programme,
                by=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error("audience", str(refusal))
        else:
            messages.success(request, f"“{made}” is in the library.")
            return redirect("programmes:resource", key=made.key)
    caption = programme.title if programme else ""
    context = {"form": form, "title": "Share something", "caption": caption}
    return render(request, "programmes/resources/share_resource.html", context)


def describe_resource(request: MemberRequest, key: UUID) -> HttpResponse:
    resource = _own(request, key)
    initial = {
        "title": resource.title,
        "description": resource.description,
        "tags": ", ".join(resource.tags),
        "audience": resource.audience,
    }
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sharing.describe(resource=resource, by=request.user, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("programmes:resource", key=key)
        except Refusal as refusal:
            form.add_error("audience", str(refusal))
    title = "Change the words or the readers"
    context = {"form": form, "resource": resource, "title": title}
    return render(request, "programmes/resources/describe_resource.html", context)


@require_POST
def withdraw_resource(request: MemberRequest, key: UUID) -> HttpResponse:
    resource = _own(request, key)
    try:
        sharing.withdraw(resource=resource, by=request.user, now=clock.now())
        messages.success(request, f"“{resource}” is no longer in the library.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:resource_list")


def _own(request: MemberRequest, key: UUID) -> Resource:
    """A resource this person looks after; everybody else's does not exist."""
    found = get_object_or_404(Resource.objects.visible_to(request.user), key=key)
    if not request.user.has_perm("programmes.share_resource", found):
        raise Http404
    return found
