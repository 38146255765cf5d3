"""Paper, review, cast. What is chosen goes from page to page signed, and nowhere else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from board.forms.ballots import CastForm, PaperForm
from board.models import Election
from board.services import casting, papers
from board.services.casting import Filled
from board.views.elections.loading import election_of, own_school, password_asked
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import School
from members.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def vote(request: MemberRequest, election_id: int, urn: int) -> HttpResponse:
    """The ballot paper; with its marks posted, the review page."""
    election, school = election_of(request, election_id), own_school(request, urn)
    try:
        casting.check_may_vote(election, school, request.user, clock.now())
    except Refusal as refused:
        return _no_paper(request, election, school, refused)
    if request.method != "POST":
        return _paper(request, election, school)
    asked = papers.questions(election)
    form = PaperForm(request.POST, asked=asked, paper=request.POST.get("paper", ""))
    if form.is_valid():
        try:
            filled, review = casting.fill_in(
                election=election,
                school=school,
                marks=form.marks(),
                paper=form.cleaned_data["paper"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            return _review(request, election, school, filled, CastForm(initial={"review": review}))
    context = {"election": election, "school": school, "form": form}
    return render(request, "board/elections/vote.html", context)


@require_POST
@sensitive_post_parameters()
def cast_vote(request: MemberRequest, election_id: int, urn: int) -> HttpResponse:
    """The confirmation is the answer itself: for a redirect the code would have to be kept."""
    election, school = election_of(request, election_id), own_school(request, urn)
    form = CastForm(request.POST)
    review = request.POST.get("review", "")
    try:
        code = casting.cast(
            election=election,
            school=school,
            review=review,
            own=request.POST.get("own", ""),
            by=request.user,
            now=clock.now(),
        )
    except casting.BadOwnCharacters as refused:
        filled = casting.take_up(election=election, school=school, review=review, by=request.user)
        form.is_valid()
        form.add_error("own", str(refused))
        return _review(request, election, school, filled, form)
    except Refusal as refused:
        return _no_paper(request, election, school, refused)
    context = {"election": election, "school": school, "code": code}
    return render(request, "board/elections/voted.html", context)


@password_asked
def _paper(request: MemberRequest, election: Election, school: School) -> HttpResponse:
    paper = casting.hand_out(election, school, request.user)
    form = PaperForm(asked=papers.questions(election), paper=paper)
    context = {"election": election, "school": school, "form": form}
    return render(request, "board/elections/vote.html", context)


def _review(
    request: MemberRequest, election: Election, school: School, filled: Filled, form: CastForm
) -> HttpResponse:
    form.helper.form_action = f"{request.path.removesuffix('cast/')}cast/"
    chosen = [
        (
            question.contest,
            [n for n in question.candidates if n.pk in filled.marks[question.contest.pk]],
        )
        for question in papers.questions(election)
    ]
    context = {
        "election": election,
        "school": school,
        "chosen": chosen,
        "code": filled.code,
        "form": form,
    }
    return render(request, "board/elections/review.html", context)


def _no_paper(
    request: MemberRequest, election: Election, school: School, refused: Refusal
) -> HttpResponse:
    context = {
        "election": election,
        "school": school,
        "why": str(refused),
        "has_voted": isinstance(refused, casting.AlreadyVoted),
    }
    return render(request, "board/elections/no_paper.html", context)
