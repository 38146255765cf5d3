"""The certificate of a place: for its holder, those who look after its staff, and organisers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hlp.kit import audit, clock, documents
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest
from programmes.forms.registers import NameForm, RevokeForm
from programmes.models import Certificate, Place
from programmes.services import certifying, forgetting
from programmes.views.registers import found


def own_certificate(request: MemberRequest, place_id: int) -> HttpResponse:
    """Get it, or read what is missing."""
    place = found.place(request.user, place_id)
    now = clock.now()
    if request.method == "POST":
        try:
            certifying.issue(place=place, by=request.user, now=now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("programmes:own_certificate", place.pk)
    certificate = certifying.valid(place)
    may_manage = request.user.has_perm("programmes.issue_certificate", place)
    context = {
        "place": place,
        "event": place.event,
        "certificate": certificate,
        "missing": "" if certificate else certifying.missing(place, by=request.user, now=now),
        "may_revoke": may_manage,
        "may_rename": certificate is not None
        and (certificate.name != place.who if place.person_id else may_manage),
        "may_forget": place.forgotten_at is None
        and place.event.has_started(now)
        and request.user.has_perm("programmes.change_place", place),
    }
    return render(request, "programmes/certificates/own_certificate.html", context)


@require_safe
def certificate_file(request: MemberRequest, place_id: int) -> HttpResponse:
    """The PDF; made at once where no worker has come to it yet."""
    place, certificate = _valid(request, place_id)
    try:
        made = certifying.document(certificate=certificate, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:own_certificate", place.pk)
    audit.record(certificate, what="downloaded", by=request.user)
    return documents.response(made)


def rename_certificate(request: MemberRequest, place_id: int) -> HttpResponse:
    place, certificate = _valid(request, place_id)
    if place.person_id is None and not request.user.has_perm("programmes.issue_certificate", place):
        raise Http404
    form = NameForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        try:
            certifying.rename(
                certificate=certificate, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Made again. The old code is not valid any more.")
            return redirect("programmes:own_certificate", place.pk)
    context = {"place": place, "certificate": certificate, "form": form}
    return render(request, "programmes/certificates/rename_certificate.html", context)


def revoke_certificate(request: MemberRequest, place_id: int) -> HttpResponse:
    place, certificate = _valid(request, place_id)
    if not request.user.has_perm("programmes.issue_certificate", place):
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        certifying.revoke(
            certificate=certificate, by=request.user, now=clock.now(), **form.cleaned_data
        )
        messages.success(request, "Revoked. Its code is not valid any more.")
        return redirect("programmes:own_certificate", place.pk)
    context = {"place": place, "certificate": certificate, "form": form}
    return render(request, "programmes/certificates/revoke_certificate.html", context)


def forget_name(request: MemberRequest, place_id: int) -> HttpResponse:
    """Take the name out; what it does is said before."""
    place = found.place(request.user, place_id, "programmes.change_place")
    if request.method == "POST":
        try:
            forgetting.forget(place=place, by=request.user, now=clock.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("programmes:own_certificate", place.pk)
        messages.success(request, "The name is taken out. What is counted stays.")
        return redirect("programmes:event_detail", place.event_id)
    return render(request, "programmes/certificates/forget_name.html", {"place": place})


def _valid(request: MemberRequest, place_id: int) -> tuple[Place, Certificate]:
    place = found.place(request.user, place_id)
    rows = place.certificates.filter(revoked_at=None).select_related(*certifying.WITH_ALL)
    certificate = rows.first()
    if certificate is None:
        raise Http404
    return place, certificate
