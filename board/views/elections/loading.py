"""What the pages of an election load, and for whom."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from board.models import Election
from members.models import School
from members.requests import MemberRequest

P = ParamSpec("P")


def election_of(request: HttpRequest, election_id: int) -> Election:
    visible = Election.objects.visible_to(request.user).select_related("period")
    return get_object_or_404(visible, pk=election_id)


def own_school(request: MemberRequest, urn: int) -> School:
    """A school for which this person may vote; any other is not there."""
    school = get_object_or_404(School, pk=urn)
    if not request.user.has_perm("board.vote", school):
        raise Http404
    return school


def password_asked(
    view: Callable[Concatenate[Any, P], HttpResponse],
) -> Callable[Concatenate[Any, P], HttpResponse]:
    """Asked before the page opens. A POST is never set aside: it would lie in the session."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not did_recently_reauthenticate(request):
            if request.method == "POST":
                return redirect(request.path)
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded
