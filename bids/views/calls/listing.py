"""The list of calls and one call, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bids.models import Call
from bids.services import closing
from bids.views.calls import showing, wording
from bids.views.calls.loading import call_of
from hlp.kit import clock
from hlp.kit.access import public
from hlp.kit.paging import page_of


@public
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """Calls that were announced; those that take bids stand first because they close last."""
    now = clock.now()
    closing.close_due(now=now)
    rows = Call.objects.visible_to(request.user).announced().with_terms().newest_first()
    page = page_of(request, rows, per=20)
    context = {
        "page": page,
        "calls": [(call, wording.standing(call, now)) for call in page],
        "prepares": request.user.has_perm("bids.manage_call"),
    }
    return render(request, "bids/calls/call_list.html", context)


@public
@require_safe
def call_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, how bids are marked and decided. A draft is shown to who prepares it."""
    shown = call_of(request, slug)
    context = showing.call(shown, request.user, clock.now())
    return render(request, "bids/calls/call_detail.html", context)
