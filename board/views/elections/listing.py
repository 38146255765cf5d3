"""The list of elections, one election for whoever looks, and how secrecy is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from board.models import Election, Nomination
from board.services import publishing
from board.views.elections import secrecy, showing
from board.views.elections.loading import election_of
from hlp.kit import clock
from hlp.kit.access import public
from hlp.kit.paging import page_of

WAIT_SECONDS = "5"  # until the page comes back to say how far the mails are


@public
@require_safe
def election_list(request: HttpRequest) -> HttpResponse:
    user, now = request.user, clock.now()
    rows = Election.objects.visible_to(user).with_contests().newest_first()
    page = page_of(request, rows, per=20)
    own = showing.own_lines(page, user, now)
    return render(
        request,
        "board/elections/election_list.html",
        {
            "rows": [(row, own.get(row.pk, ()), row.takes_votes(now)) for row in page],
            "page": page,
            "own_schools": showing.schools_headed(user),
            "may_prepare": user.has_perm("board.run_election"),
        },
    )


@public
@require_safe
def election_detail(request: HttpRequest, election_id: int) -> HttpResponse:
    """Who stands, how many have voted, who was elected; buttons for whoever runs it."""
    election = election_of(request, election_id)
    context: dict[str, Any] = showing.election(election, request.user, clock.now())
    page = render(request, "board/elections/election_detail.html", context)
    if context["is_telling"]:
        page["Refresh"] = WAIT_SECONDS
    return page


@public
@require_safe
def candidates(request: HttpRequest, election_id: int) -> HttpResponse:
    """Everybody who stands, with their own words, in the order of the paper once it is drawn."""
    election = election_of(request, election_id)
    standing = Nomination.objects.candidates().filter(contest__election=election)
    standing = standing.select_related("contest").order_by("contest__kind", "position", "name")
    return render(
        request,
        "board/elections/candidates.html",
        {"election": election, "candidates": standing, "drawn": election.opened_at is not None},
    )


@public
@require_safe
def secret(request: HttpRequest) -> HttpResponse:
    """Is my vote secret? Each promise names the test that proves it."""
    fewest = publishing.FEWEST_VOTES
    context = {"promises": secrecy.PROMISES, "limits": secrecy.LIMITS, "fewest": fewest}
    return render(request, "board/elections/secret.html", context)
