"""Terms of reference and policies: read by all or by members, published by the office."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, documents
from hlp.kit.access import needs, public
from hlp.kit.refusal import Refusal
from members.forms.policies import PolicyForm
from members.models import Policy
from members.requests import MemberRequest
from members.services import policies


@public
@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    """By title, the newest version first; few enough for one page."""
    rows = Policy.objects.visible_to(request.user).select_related("document")
    rows = rows.order_by("title", "-dated_on", "-pk")
    titles = [(title, list(found)) for title, found in groupby(rows, key=lambda row: row.title)]
    return render(request, "members/policy_list.html", {"titles": titles})


@public
@require_safe
def policy_file(request: HttpRequest, pk: int) -> HttpResponse:
    policy = get_object_or_404(Policy.objects.visible_to(request.user), pk=pk)
    return documents.response(policy.document, inline=False)


@needs("members.publish_policy")
def publish_policy(request: MemberRequest) -> HttpResponse:
    form = PolicyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = policies.publish(by=request.user, now=clock.now(), **form.cleaned_data)
            messages.success(request, f"{made} is published.")
            return redirect("members:policy_list")
        except Refusal as refusal:
            form.add_error("version", str(refusal))
    return render(request, "members/publish_policy.html", {"form": form})


@needs("members.publish_policy")
@require_POST
def show_policy(request: MemberRequest, pk: int) -> HttpResponse:
    policy = get_object_or_404(Policy, pk=pk)
    is_shown = request.POST.get("is_shown") == "yes"
    policies.show(policy=policy, is_shown=is_shown, by=request.user)
    done = "is shown again" if is_shown else "is no longer shown"
    messages.success(request, f"{policy} {done}.")
    return redirect("members:policy_list")
