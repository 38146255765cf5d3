"""The people who can act for a school: who they are, inviting one, ending one, the next head."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.forms.people import ColleagueForm, NewHeadForm
from members.models import Affiliation, Invitation, School, User
from members.requests import MemberRequest
from members.services import affiliating, heading, inviting

DAY = timedelta(days=1)


def school_people(request: MemberRequest, urn: int) -> HttpResponse:
    school = _school(request, urn, "members.manage_people")
    roles = inviting.roles_to_invite(request.user, school)
    form = ColleagueForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            sent = inviting.invite_colleague(
                school=school, by=request.user, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, f"The invitation to {sent.name} is on its way.")
            return redirect("members:school_people", urn)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "school": school,
        "people": _people(school, request.user),
        "open": _invited(school, request.user, clock.now()),
        "form": form,
        "may_change_head": request.user.has_perm("members.change_head", school),
    }
    return render(request, "members/school_people.html", context)


@require_POST
def end_affiliation(request: MemberRequest, urn: int, pk: int) -> HttpResponse:
    """At once: the last day was yesterday."""
    school = _school(request, urn, "members.manage_people")
    affiliation = get_object_or_404(
        Affiliation.objects.select_related("user"), pk=pk, school=school
    )
    try:
        affiliating.end(
            affiliation=affiliation, on=clock.today() - DAY, by=request.user, now=clock.now()
        )
        messages.success(request, f"{affiliation.user} can no longer act for {school}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:school_people", urn)


@require_POST
def take_back_invitation(request: MemberRequest, urn: int, pk: int) -> HttpResponse:
    school = _school(request, urn, "members.manage_people")
    invitation = get_object_or_404(Invitation, pk=pk, school=school)
    try:
        inviting.revoke(invitation=invitation, by=request.user, now=clock.now())
        messages.success(request, f"The invitation to {invitation.name} no longer works.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:school_people", urn)


def change_head(request: MemberRequest, urn: int) -> HttpResponse:
    school = _school(request, urn, "members.change_head")
    today = clock.today()
    heads = school.affiliations.heads().current(today).select_related("user").order_by("pk")
    leaving = heading.may_leave(list(heads), request.user)
    form = NewHeadForm(request.POST or None, posts=leaving, today=today)
    if request.method == "POST" and form.is_valid():
        typed = {"last_day": None, **form.cleaned_data}
        try:
            sent = heading.change(school=school, by=request.user, now=clock.now(), **typed)
            messages.success(request, f"{sent.name} is invited as headteacher of {school}.")
            return redirect("members:school_detail", urn)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"school": school, "leaving": leaving, "form": form}
    return render(request, "members/change_head.html", context)


def _school(request: MemberRequest, urn: int, permission: str) -> School:
    school = get_object_or_404(School, pk=urn)
    if not request.user.has_perm(permission, school):
        raise Http404
    return school


def _people(school: School, user: User) -> list[tuple[Affiliation, bool]]:
    """Each with whether this person may end it."""
    posts = school.affiliations.current(clock.today()).select_related("user", "school")
    return [
        (post, user.has_perm("members.end_affiliation", post))
        for post in posts.order_by("role", "pk")
    ]


def _invited(school: School, user: User, now: datetime) -> list[tuple[Invitation, bool]]:
    """Each that still works, with whether this person may take it back."""
    waiting = school.invitations.open().filter(expires_at__gt=now).select_related("school")
    return [
        (invitation, user.has_perm("members.revoke_invitation", invitation))
        for invitation in waiting.order_by("name", "pk")
    ]
