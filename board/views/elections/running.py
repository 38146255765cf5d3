"""The returning officer's pages: prepare, announce, open, extend, stop, open the box, declare."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from board.forms.elections import (
    BackupsForm,
    ElectionForm,
    ExtendForm,
    KeysForm,
    LotForm,
    OpenForm,
    ReasonForm,
    UnreachedForm,
    initial_of,
)
from board.models import Contest, Election
from board.services import backups as keeping
from board.services import closing, declaring, notices, opening, preparing, publishing, telling
from board.states import ElectionState, KeyPlace
from board.views.elections.loading import election_of, password_asked
from board.workflow import FEWEST_VOTES
from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.asking import given
from hlp.kit.refusal import Refusal
from members.models import Period, School, User

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@needs("board.run_election")
def prepare_election(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("repeats", "")
    repeats = Election.objects.filter(pk=int(asked)).first() if asked.isdecimal() else None
    form = ElectionForm(request.POST or None, initial=initial_of(repeats) if repeats else None)
    if request.method == "POST" and form.is_valid():
        period = Period.objects.running(clock.today())
        if period is None:
            raise Http404
        try:
            made = preparing.prepare(
                period=period,
                name=form.cleaned_data["name"],
                because=form.cleaned_data["because"],
                seats=form.seats(),
                repeats=repeats,
                by=cast(User, request.user),
                now=clock.now(),
                **form.moments(),
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("board:election_detail", made.pk)
    return render(request, "board/elections/prepare_election.html", {"form": form})


def _button(service: Callable[..., Any], said: str) -> Callable[..., HttpResponseBase]:
    """A page that is only a button: the service does it or says why not."""

    @require_POST
    @needs("board.run_election")
    def press(request: HttpRequest, election_id: int) -> HttpResponse:
        shown = election_of(request, election_id)
        try:
            service(election=shown, by=request.user, now=clock.now())
            messages.success(request, said)
        except Refusal as refused:
            messages.error(request, str(refused))
        return redirect("board:election_detail", election_id)

    return press


announce = _button(preparing.announce, "Nominations are open.")
close_nominations = _button(preparing.close_nominations, "Nominations are closed.")
declare = _button(declaring.declare, "The result is declared.")
declare_unopposed = _button(declaring.declare_unopposed, "Declared elected unopposed.")


@require_http_methods(BOTH)
@needs("board.run_election")
@password_asked
def open_poll(request: HttpRequest, election_id: int) -> HttpResponse:
    """What losing two keys means, and the warning of a small poll, before the button."""
    shown = _in(request, election_id, ElectionState.READY)
    size = len(opening.electorate(shown))
    form = OpenForm(request.POST or None, is_small=size < FEWEST_VOTES)
    if request.method == "POST" and form.is_valid():
        small = bool(form.cleaned_data.get("small"))
        return _done(request, shown, opening.open_poll, "Voting is open.", accept_small=small)
    return _ask(request, shown, form, "Open the poll", "open_poll", size=size)


@require_http_methods(BOTH)
@needs("board.run_election")
def extend(request: HttpRequest, election_id: int) -> HttpResponse:
    shown = _in(request, election_id, ElectionState.VOTING)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and given(
        form,
        lambda: opening.extend(
            election=shown,
            until=clock.end_of_day(form.cleaned_data["until"]),
            because=form.cleaned_data["because"],
            by=cast(User, request.user),
            now=clock.now(),
        ),
    ):
        messages.success(request, "Voting is extended. Every school is told.")
        return redirect("board:election_detail", shown.pk)
    return _ask(request, shown, form, "Extend voting", "ask")


@require_http_methods(BOTH)
@needs("board.run_election")
@password_asked
def stop_election(request: HttpRequest, election_id: int) -> HttpResponse:
    shown = election_of(request, election_id)
    if preparing.is_over(shown):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        return _done(request, shown, preparing.stop, "The election is stopped.", because=because)
    return _ask(request, shown, form, "Stop the election", "stop_election")


@require_http_methods(BOTH)
@needs("board.run_election")
@password_asked
@sensitive_post_parameters()
def close_poll(request: HttpRequest, election_id: int) -> HttpResponse:
    """Two passphrases open the box; the sweep follows at once and can be repeated."""
    shown = _in(request, election_id, ElectionState.VOTING)
    holders = sorted(
        shown.keyholders.select_related("holder"),
        key=lambda row: list(KeyPlace).index(KeyPlace(row.place)),
    )
    form = KeysForm(request.POST or None, holders=holders, all_=False)
    if request.method == "POST" and form.is_valid():
        by, now = cast(User, request.user), clock.now()
        try:
            counted = closing.close(election=shown, passphrases=form.typed(), by=by, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            said = "The box is open, counted and empty."
            return _done(request, counted, closing.sweep, said)
    waiting = notices.to_acknowledge(shown)
    return _ask(request, shown, form, "Open the box", "close_poll", waiting=waiting)


@require_http_methods(BOTH)
@needs("board.run_election")
def sweep(request: HttpRequest, election_id: int) -> HttpResponse:
    shown = _in(request, election_id, ElectionState.COUNTED, ElectionState.DECLARED)
    if request.method == "POST":
        return _done(request, shown, closing.sweep, "The database is swept.")
    return render(request, "board/elections/sweep.html", {"election": shown})


@require_http_methods(BOTH)
@needs("board.run_election")
@password_asked
def backups(request: HttpRequest, election_id: int) -> HttpResponse:
    """That no copy of the open box is left: confirmed by name, before the result is declared."""
    shown = _in(request, election_id, ElectionState.COUNTED)
    form = BackupsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = cast(User, request.user)
        try:
            keeping.confirm(election=shown, by=by, now=clock.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Confirmed. It stands in the record of the election.")
            return redirect("board:election_detail", election_id)
    said = keeping.of(shown)
    return _ask(request, shown, form, "Backups of the days of voting", "backups", said=said)


@require_http_methods(BOTH)
@needs("board.run_election")
def unreached(request: HttpRequest, election_id: int) -> HttpResponse:
    """Schools whose notice came back, each with what was done about it."""
    shown = _in(request, election_id, ElectionState.VOTING)
    waiting = notices.to_acknowledge(shown)
    form = UnreachedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        school = get_object_or_404(
            School, pk=request.POST.get("school") or 0, pk__in=[s.pk for s in waiting]
        )
        notices.acknowledge(
            election=shown,
            school=school,
            done=form.cleaned_data["done"],
            by=cast(User, request.user),
            now=clock.now(),
        )
        return redirect("board:unreached", election_id)
    context = {
        "election": shown,
        "form": form,
        "waiting": waiting,
        "telling": telling.is_telling_of_opening(shown),
        "known": shown.unreached.select_related("school", "acknowledged_by").order_by("pk"),
    }
    return render(request, "board/elections/unreached.html", context)


@require_http_methods(BOTH)
@needs("board.run_election")
def lot(request: HttpRequest, election_id: int, contest_id: int) -> HttpResponse:
    shown = _in(request, election_id, ElectionState.COUNTED)
    contest = get_object_or_404(Contest, pk=contest_id, election=shown)
    tied = publishing.tally(contest).tied()
    if not tied:
        raise Http404
    form = LotForm(request.POST or None, tied=tied)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            declaring.record_lot(
                contest=contest,
                order=form.order(),
                method=given["method"],
                drawn_by=given["drawn_by"],
                witness=given["witness"],
                by=cast(User, request.user),
                now=clock.now(),
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The lot is entered.")
            return redirect("board:election_detail", election_id)
    return _ask(
        request, shown, form, f"Draw a lot: {contest.title}", "lot", tied=tied, contest=contest
    )


def _in(request: HttpRequest, election_id: int, *states: ElectionState) -> Election:
    """The election where it is in one of these states; the page is not there in any other."""
    shown = election_of(request, election_id)
    if shown.state not in states:
        raise Http404
    return shown


def _ask(
    request: HttpRequest, shown: Election, form: Any, title: str, page: str, **more: Any
) -> HttpResponse:
    context = {"election": shown, "form": form, "title": title, **more}
    return render(request, f"board/elections/{page}.html", context)


def _done(
    request: HttpRequest, shown: Election, service: Callable[..., Any], said: str, **given: Any
) -> HttpResponse:
    try:
        service(election=shown, by=request.user, now=clock.now(), **given)
        messages.success(request, said)
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("board:election_detail", shown.pk)
