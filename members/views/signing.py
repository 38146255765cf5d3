"""Check your answers, sign, and what comes after: confirmation and agreement."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import audit, clock, documents
from hlp.kit.refusal import Refusal
from members.commitment import seal
from members.forms.joining import SignatureForm
from members.models import Membership
from members.services import joining, signing
from members.states import SchoolRole
from members.views import answers
from members.views.joining import send_back
from members.views.loading import MemberRequest, own_membership
from members.workflow import is_complete


def join_check(request: MemberRequest, urn: int) -> HttpResponse:
    membership = own_membership(request, urn)
    if membership.is_committed:
        return redirect("members:join_done", urn)
    if membership.is_withdrawn or not membership.is_started or not joining.is_ready(membership):
        return redirect("members:join_school", urn)
    if request.method != "POST":
        return _check_page(request, membership, _form(request, membership))
    if not request.user.has_perm("members.sign_membership", membership):
        raise Http404
    form = _form(request, membership)
    if form.is_valid():
        answer: HttpResponse = _sign(request, membership, form)
        return answer
    return _check_page(request, membership, form)


@reauthentication_required
def _sign(request: MemberRequest, membership: Membership, form: SignatureForm) -> HttpResponse:
    """What was typed is kept by allauth while the person shows who she is, then comes here."""
    typed = {name: form.cleaned_data[name] for name in ("name", "title", "shown")}
    try:
        signing.sign(membership=membership, by=request.user, now=clock.now(), **typed)
    except signing.AlreadySigned as refusal:
        messages.info(request, str(refusal))
    except Refusal as refusal:
        send_back(form, refusal, shown=_seal(membership))
        return _check_page(request, membership, form)
    return redirect("members:join_done", membership.school_id)


@require_POST
def join_ask(request: MemberRequest, urn: int) -> HttpResponse:
    membership = own_membership(request, urn)
    if not membership.is_started or membership.is_committed or not joining.is_ready(membership):
        raise Http404
    try:
        asked = joining.ask_head(membership=membership, by=request.user, now=clock.now())
        messages.success(request, f"We have written to {' and '.join(asked)} with a link to sign.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:join_check", urn)


@require_safe
def join_done(request: MemberRequest, urn: int) -> HttpResponse:
    membership = own_membership(request, urn)
    if not membership.is_committed:
        return redirect("members:join_school", urn)
    context = {
        "membership": membership,
        "document": documents.get(membership.agreement_key),
        "years": membership.period.years.order_by("number"),
        "today": clock.today(),
    }
    return render(request, "members/join/done.html", context)


@require_safe
def agreement(request: MemberRequest, urn: int) -> HttpResponse:
    """The signed agreement; until the worker has made it, a page that looks again by itself."""
    visible = Membership.objects.visible_to(request.user).select_related("school", "period")
    signed = visible.filter(school=urn).exclude(signed_by=None).order_by("-period__starts_on")
    membership = signed.first()
    if membership is None:
        raise Http404
    document = documents.get(membership.agreement_key)
    if document is None:
        page = render(request, "members/join/agreement.html", {"membership": membership})
        page["Refresh"] = "5"
        return page
    audit.record(membership, what="downloaded the agreement", by=request.user)
    return documents.response(document)


def _form(request: MemberRequest, membership: Membership) -> SignatureForm:
    user, school = request.user, membership.school
    is_head = school.pk in user.schools_as(SchoolRole.HEADTEACHER)
    initial = {
        "name": user.name,
        "title": "Headteacher" if is_head else "",
        "shown": _seal(membership),
    }
    for_trust = "" if is_head else str(school.trust or "")
    return SignatureForm(request.POST or None, initial=initial, for_trust=for_trust)


def _seal(membership: Membership) -> str:
    return seal(signing.words_to_sign(membership, clock.now()))


def _check_page(
    request: MemberRequest, membership: Membership, form: SignatureForm
) -> HttpResponse:
    now = clock.now()
    may_sign = request.user.has_perm("members.sign_membership", membership)
    closed = is_complete(membership, now)
    context: dict[str, Any] = {
        "membership": membership,
        "form": form if may_sign and not closed else None,
        "may_sign": may_sign,
        "closed": closed,
        "school_rows": answers.school_rows(membership),
        "contacts": answers.rows(membership, "contacts"),
        "billing": answers.rows(membership, "billing"),
        "words": signing.words_to_sign(membership, now).splitlines(),
    }
    return render(request, "members/join/check.html", context)
