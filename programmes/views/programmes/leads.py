"""Who plans for a lead school beside its head and CPD lead."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import RoleHeld
from members.requests import MemberRequest
from members.states import PortalRole
from programmes.forms.programmes import NameLeadForm
from programmes.models import LeadSchool
from programmes.services import leading


def programme_leads(request: MemberRequest, lead_id: int) -> HttpResponse:
    lead = _own(request, lead_id)
    form = NameLeadForm(request.POST or None, school=lead.school, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            person = form.cleaned_data["person"]
            leading.name(lead=lead, person=person, by=request.user, now=clock.now())
            messages.success(request, f"{person} plans for {lead.school} now.")
            return redirect("programmes:programme_leads", lead_id=lead.pk)
        except Refusal as refusal:
            form.add_error("person", str(refusal))
    held = RoleHeld.objects.current(clock.today()).of(PortalRole.PROGRAMME_LEAD)
    context = {
        "form": form,
        "lead": lead,
        "programme": lead.programme,
        "held": held.filter(school=lead.school).select_related("user").order_by("user__name"),
    }
    return render(request, "programmes/programmes/programme_leads.html", context)


@require_POST
def end_lead(request: MemberRequest, lead_id: int, held_id: int) -> HttpResponse:
    lead = _own(request, lead_id)
    held = get_object_or_404(RoleHeld, pk=held_id, school=lead.school)
    try:
        leading.end(lead=lead, held=held, by=request.user, now=clock.now())
        messages.success(request, "They no longer plan for your school.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:programme_leads", lead_id=lead.pk)


def _own(request: MemberRequest, lead_id: int) -> LeadSchool:
    lead = get_object_or_404(LeadSchool.objects.select_related("school", "programme"), pk=lead_id)
    if not request.user.has_perm("programmes.name_lead", lead):
        raise Http404
    return lead
