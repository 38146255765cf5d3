"""A head names who may cast the school's vote in their place."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from board.forms.ballots import DeputyForm
from board.services import deputies
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import School
from members.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: MemberRequest, urn: int) -> HttpResponse:
    """Choose somebody of the school, or nobody."""
    school, now = get_object_or_404(School, pk=urn), clock.now()
    if not request.user.has_perm("board.name_deputy", school):
        raise Http404
    held = deputies.current(school, now)
    form = DeputyForm(
        request.POST or None,
        school=school,
        head=request.user,
        today=clock.today(),
        initial={"person": held.user if held else None},
    )
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            if person:
                deputies.name(school=school, person=person, by=request.user, now=now)
                messages.success(request, f"{person} may cast the vote of {school}.")
            else:
                deputies.end(school=school, by=request.user, now=now)
                messages.success(request, f"{school} has no voting deputy.")
        except Refusal as refused:
            messages.error(request, str(refused))
        return redirect("board:election_list")
    return render(request, "board/elections/deputy.html", {"school": school, "form": form})
