"""One's own account: the roles one holds, and the one acted in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from members import acting
from members.requests import MemberRequest


@require_safe
def your_roles(request: MemberRequest) -> HttpResponse:
    parts = acting.parts_of(request.user)
    page = {"parts": parts, "current": acting.acting_part(request)}
    return render(request, "members/your_roles.html", page)


@require_POST
def switch_role(request: MemberRequest) -> HttpResponse:
    try:
        part = acting.switch(request, request.POST.get("part", ""))
    except acting.NotYours as why:
        messages.error(request, str(why))
        return redirect("members:your_roles")
    messages.success(request, f"You now act as {part.label}.")
    return redirect(settings.LOGIN_REDIRECT_URL)
