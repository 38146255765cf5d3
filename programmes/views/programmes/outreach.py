"""The outreach log: every school that may join, what was tried and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import School
from members.requests import MemberRequest
from programmes.forms.outreach import ContactForm, OutreachFilter
from programmes.models import OutreachContact
from programmes.querysets import outreach as contacts
from programmes.services import outreach as services
from programmes.states import ContactOutcome, ContactWay
from programmes.views.programmes import found

AT_ONCE = 500  # schools one contact is written down for
HISTORY = 20


@require_safe
def outreach(request: MemberRequest, programme_id: int) -> HttpResponse:
    programme = found.programme(request.user, programme_id, "programmes.view_outreach")
    form = OutreachFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    schools = contacts.schools_to_reach(programme)
    context = {
        "programme": programme,
        "filters": form,
        "page": page_of(request, contacts.filtered(schools, **chosen)),
        "totals": contacts.totals(programme),
        "may_log": request.user.has_perm("programmes.log_outreach", programme),
        "outcomes": dict(ContactOutcome.choices),
    }
    return render(request, "programmes/programmes/outreach.html", context)


def log_contact(request: MemberRequest, programme_id: int, urn: int | None = None) -> HttpResponse:
    """With one school, or with those that were ticked in the list."""
    programme = found.programme(request.user, programme_id, "programmes.log_outreach")
    schools = _chosen(request, urn)
    form = ContactForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            rows = services.log_contact(
                programme=programme,
                schools=schools,
                on=said["on"],
                way=ContactWay(said["way"]),
                outcome=ContactOutcome(said["outcome"]),
                note=said["note"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(
                request, f"Written down for {len(rows)} school{'s'[: len(rows) != 1]}."
            )
            return redirect("programmes:outreach", programme_id=programme.pk)
    log = OutreachContact.objects.filter(programme=programme, school__in=schools)
    context = {
        "form": form,
        "programme": programme,
        "schools": schools,
        "history": log.select_related("school").order_by("-on", "-pk")[:HISTORY],
    }
    return render(request, "programmes/programmes/log_contact.html", context)


def _chosen(request: MemberRequest, urn: int | None) -> list[School]:
    if urn is not None:
        return [get_object_or_404(School, pk=urn)]
    numbers = [int(text) for text in request.GET.getlist("school") if text.isdecimal()][:AT_ONCE]
    return list(School.objects.filter(pk__in=numbers).order_by("name", "pk"))
