"""The board of counted votes, for member schools: totals, codes, files, and whether they agree."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from board.forms.ballots import CodeForm
from board.models import Election
from board.services import publishing
from board.states import ElectionState
from board.views.elections.loading import election_of
from hlp.kit.access import public
from hlp.kit.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def counted(request: HttpRequest, election_id: int) -> HttpResponse:
    """A code is looked for as it stands; nothing is said of codes that are nearly alike."""
    election = _counted(request, election_id)
    form = CodeForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = election.codes.filter(code=form.cleaned_data["code"]).exists()
    shows = publishing.shows_totals(election)
    context = {
        "election": election,
        "form": form,
        "found": found,
        "tallies": publishing.tallies(election) if shows else [],
        "reconciliation": publishing.reconcile(election),
        "shows_totals": shows,
        "fewest": publishing.FEWEST_VOTES,
    }
    return render(request, "board/elections/counted.html", context)


@require_safe
def codes(request: HttpRequest, election_id: int) -> HttpResponse:
    election = _counted(request, election_id)
    page = page_of(request, election.codes.order_by("code"), per=200)
    return render(request, "board/elections/codes.html", {"election": election, "page": page})


@require_safe
def voters(request: HttpRequest, election_id: int) -> HttpResponse:
    """Which schools voted; only after the box was opened."""
    election = _counted(request, election_id)
    rows = election.roll.select_related("school").order_by("school__name", "school_id")
    context = {"election": election, "page": page_of(request, rows, per=200)}
    return render(request, "board/elections/voters.html", context)


@require_safe
def votes_csv(request: HttpRequest, election_id: int) -> HttpResponse:
    """What anybody recounts; its digest stands on the page."""
    election = _counted(request, election_id)
    if not publishing.shows_totals(election):
        raise Http404
    return _file(publishing.votes_file(election), f"election-{election.pk}-votes.csv")


@require_safe
def codes_csv(request: HttpRequest, election_id: int) -> HttpResponse:
    election = _counted(request, election_id)
    if not publishing.shows_totals(election):
        raise Http404
    return _file(publishing.codes_file(election), f"election-{election.pk}-codes.csv")


@public
@require_safe
def recount_program(request: HttpRequest) -> HttpResponse:
    """The program in its own words; whoever runs it needs only Python."""
    text = (settings.BASE_DIR / "docs" / "recount.py").read_text("utf-8")
    return _file(text, "recount.py", "text/x-python")


def _counted(request: HttpRequest, election_id: int) -> Election:
    """Declared, for schools on the roll and the board; before that the returning officer's."""
    election = election_of(request, election_id)
    user = request.user
    early = election.state == ElectionState.COUNTED and user.has_perm("board.run_election")
    declared = election.state == ElectionState.DECLARED and bool(election.closed_at)
    if not (early or declared) or not user.has_perm("board.view_totals", election):
        raise Http404
    return election


def _file(text: str, name: str, kind: str = "text/csv") -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
