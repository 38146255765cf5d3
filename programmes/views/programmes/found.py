"""Programmes as the pages load them: what one may not see is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from members.models import User
from members.querysets import AnyUser
from programmes.models import LeadSchool, Programme


def programme(user: User, programme_id: int, permission: str) -> Programme:
    seen = Programme.objects.visible_to(user).with_leads().select_related("period")
    row = get_object_or_404(seen, pk=programme_id)
    if not user.has_perm(permission, row):
        raise Http404
    return row


def move_url(row: Programme) -> str:
    return reverse("programmes:move_programme", kwargs={"programme_id": row.pk})


def own_leads(row: Programme, user: AnyUser) -> list[LeadSchool]:
    """The lead schools for which this person may name who plans."""
    return [lead for lead in row.leads.all() if user.has_perm("programmes.name_lead", lead)]
