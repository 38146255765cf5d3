"""Nominating oneself or a colleague, and answering."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from board.forms.ballots import AnswerForm, NominationForm
from board.models import Contest, Election, Nomination
from board.services import nominating
from board.states import COMING_STATES, LIVE_NOMINATIONS, ElectionState, NominationState
from board.views.elections.loading import election_of
from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from hlp.kit.states import available
from members.models import School
from members.requests import MemberRequest
from members.states import SchoolRole

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def nominate(request: MemberRequest, election_id: int, contest_id: int) -> HttpResponse:
    election = election_of(request, election_id)
    contest = get_object_or_404(
        Contest.objects.select_related("election"), pk=contest_id, election=election
    )
    by_school = _own_member_school(request, election)
    form = NominationForm(
        request.POST or None,
        contest=contest,
        own=request.user.affiliations.values_list("pk", flat=True),
        today=clock.today(),
    )
    if request.method == "POST" and form.is_valid():
        post = form.chosen()
        try:
            made = nominating.nominate(
                contest=contest,
                nominee=post.user,
                school=post.school,
                by=request.user,
                by_school=post.school if post.user == request.user else by_school,
                statement=form.cleaned_data["statement"],
                now=clock.now(),
            )
        except Refusal as refused:
            form.add_error("nominee", str(refused))
        else:
            messages.success(request, _said(made))
            return redirect("board:election_detail", election_id)
    context = {"election": election, "contest": contest, "form": form}
    return render(request, "board/elections/nominate.html", context)


@require_http_methods(BOTH)
def answer_nomination(request: MemberRequest, nomination_id: int) -> HttpResponse:
    """Accept with a few words, or decline; who stands already can only withdraw."""
    nomination = get_object_or_404(
        Nomination.objects.select_related("contest__election", "proposed_by"),
        pk=nomination_id,
        nominee=request.user,
    )
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, nomination, form.cleaned_data["statement"])
        except Refusal as refused:
            messages.error(request, str(refused))
        return redirect("board:election_detail", nomination.contest.election_id)
    moves = {found.move.name for found in available(nomination, request.user, clock.now())}
    context = {"nomination": nomination, "election": nomination.contest.election, "moves": moves}
    if nomination.state == NominationState.PROPOSED:
        context["form"] = form
    return render(request, "board/elections/answer_nomination.html", context)


@require_POST
def withdraw_nomination(request: MemberRequest, nomination_id: int) -> HttpResponse:
    visible = Nomination.objects.visible_to(request.user).select_related("contest__election")
    nomination = get_object_or_404(visible, pk=nomination_id)
    if not request.user.has_perm("board.withdraw_nomination", nomination):
        raise Http404
    try:
        nominating.withdraw(nomination=nomination, by=request.user, now=clock.now())
        messages.success(request, "The nomination is withdrawn.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("board:election_detail", nomination.contest.election_id)


@require_safe
@needs("board.run_election")
def nominations(request: MemberRequest, election_id: int) -> HttpResponse:
    """Every nomination, answered or not, for the returning officer."""
    election = election_of(request, election_id)
    rows = Nomination.objects.visible_to(request.user).filter(contest__election=election)
    rows = rows.select_related("contest", "proposed_by").order_by("contest__kind", "name", "pk")
    context = {
        "election": election,
        "page": page_of(request, rows),
        "may_withdraw": election.state in COMING_STATES | {ElectionState.VOTING},
        "live": LIVE_NOMINATIONS,
    }
    return render(request, "board/elections/nominations.html", context)


def _answer(request: MemberRequest, nomination: Nomination, statement: str) -> None:
    now = clock.now()
    if request.POST.get("answer") == "decline":
        nominating.decline(nomination=nomination, by=request.user, now=now)
        messages.success(request, "You have declined.")
    else:
        nominating.accept(nomination=nomination, statement=statement, by=request.user, now=now)
        messages.success(request, "You stand for election.")


def _own_member_school(request: MemberRequest, election: Election) -> School:
    """The member school whose head this person is; without one there is no page."""
    own = request.user.schools_as(SchoolRole.HEADTEACHER)
    school = School.objects.members_of(election.period).filter(pk__in=own).order_by("pk").first()
    if school is None or election.state != ElectionState.NOMINATION:
        raise Http404
    return school


def _said(made: Nomination) -> str:
    if made.is_own:
        return f"You stand for: {made.contest.title}."
    return f"{made.name} is nominated and has been asked to accept."
