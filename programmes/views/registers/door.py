"""Coming in: the poster at the door, one's own code, and what happens when either is scanned."""

from uuid import uuid4

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hlp.kit import clock
from hlp.kit.access import public
from hlp.kit.refusal import Refusal
from members.models import User
from members.requests import MemberRequest
from programmes import qr
from programmes.forms.registers import CodeForm
from programmes.models import Place, Register
from programmes.querysets.registers import people_on
from programmes.services import checking_in, registering
from programmes.views.registers import found


@require_safe
def register_poster(request: MemberRequest, register_id: int) -> HttpResponse:
    """To print and put up at the door."""
    row = found.register(request.user, register_id)
    address = settings.SITE_URL + reverse("programmes:check_in", args=[row.token])
    context = {
        "register": row,
        "event": row.event,
        "address": address,
        "code": qr.svg(address, "QR code: check in"),
    }
    return render(request, "programmes/registers/register_poster.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """What the poster leads to: one press for who is signed in, else one's own code."""
    if limited := ratelimit.consume_or_429(request, action="check_in", limit_get=False):
        return limited
    row = get_object_or_404(Register.objects.for_page(), token=token)
    now = clock.now()
    user = request.user if isinstance(request.user, User) else None
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        try:
            _come_in(row, user, form)
        except Refusal as refusal:
            form.add_error("code", str(refusal)) if form.is_bound else messages.error(
                request, str(refusal)
            )
        else:
            if not form.is_bound or form.is_valid():
                return redirect("programmes:checked_in", token)
    own = people_on(row).filter(person=user).first() if user else None
    context = {
        "register": row,
        "event": row.event,
        "closed": checking_in.why_closed(row, now),
        "own": own,
        "form": form,
    }
    return render(request, "programmes/registers/check_in.html", context)


def _come_in(row: Register, user: User | None, form: CodeForm) -> None:
    now = clock.now()
    if not form.is_bound and user is not None:
        checking_in.by_person(register=row, person=user, now=now)
    elif form.is_valid():
        checking_in.by_code(register=row, code=form.cleaned_data["code"], now=now)


@public
@require_safe
def checked_in(request: HttpRequest, token: str) -> HttpResponse:
    """The same for everybody: it does not say whose code it was."""
    row = get_object_or_404(Register.objects.for_page(), token=token)
    return render(
        request, "programmes/registers/checked_in.html", {"register": row, "event": row.event}
    )


@require_safe
def own_code(request: MemberRequest, place_id: int) -> HttpResponse:
    """The code of one place, to be shown at the door."""
    place = found.place(request.user, place_id, "programmes.view_place")
    if not place.is_confirmed:
        raise Http404
    address = settings.SITE_URL + reverse("programmes:scanned", args=[place.code])
    context = {
        "place": place,
        "event": place.event,
        "code": qr.svg(address, "QR code of your place"),
    }
    return render(request, "programmes/registers/own_code.html", context)


def scanned(request: MemberRequest, code: str) -> HttpResponse:
    """Somebody's own QR, opened by a phone's camera: whoever takes the register lets them in."""
    rows = Place.objects.confirmed().select_related("event__programme", "person", "school")
    place = get_object_or_404(rows, code__iexact=registering.tidy(code))
    if not request.user.has_perm("programmes.take_register", place.event):
        if place.person_id == request.user.pk:
            return redirect("programmes:own_code", place.pk)
        raise Http404
    now = clock.now()
    register = place.event.registers.filter(on=clock.day_of(now)).for_page().first()
    if request.method == "POST" and register is not None:
        try:
            seen = checking_in.scanned(
                register=register,
                code=place.code,
                by=request.user,
                now=now,
                nonce=uuid4(),
                seen_at=now,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{place.who}: {seen.get_mark_display().lower()}")
            return redirect("programmes:take_register", register.pk)
    context = {"place": place, "event": place.event, "register": register}
    return render(request, "programmes/registers/scanned.html", context)
