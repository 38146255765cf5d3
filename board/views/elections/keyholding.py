"""The keyholders' pages: who holds a key, each one's passphrase, the rehearsal of all three."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from board import sealing
from board.forms.elections import KeysForm, PassphraseForm, SecondForm
from board.models import Election, Keyholder
from board.services import keys as keeping
from board.states import COMING_STATES, ElectionState, KeyPlace
from board.views.elections.loading import election_of, password_asked
from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.components import Task
from hlp.kit.refusal import Refusal
from members.models import User
from members.requests import MemberRequest

BOTH = ["GET", "HEAD", "POST"]
BEFORE = COMING_STATES | {ElectionState.DRAFT}


@require_safe
def keys(request: MemberRequest, election_id: int) -> HttpResponse:
    """The three, what is set, and what losing two would mean."""
    shown = _preparing(request, election_id)
    holders = _holders(shown)
    officer = request.user.has_perm("board.run_election", shown)
    tasks = [
        Task(
            f"{row.get_place_display()}{f': {row.holder}' if row.holder else ''}",
            f"{request.path}{row.place}/" if _may_set(row, request.user) else "",
            status="Set" if row.is_set else "Not set",
        )
        for row in holders
    ]
    return render(
        request,
        "board/elections/keys.html",
        {
            "election": shown,
            "tasks": tasks,
            "officer": officer,
            "all_set": all(row.is_set for row in holders),
        },
    )


@require_http_methods(BOTH)
@needs("board.run_election")
def second(request: MemberRequest, election_id: int) -> HttpResponse:
    shown = _preparing(request, election_id)
    form = SecondForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        holder = cast(User, form.cleaned_data["holder"])
        try:
            keeping.name_second(election=shown, holder=holder, by=request.user)
        except Refusal as refused:
            form.add_error("holder", str(refused))
        else:
            return redirect("board:keys", election_id)
    context = {"election": shown, "form": form, "title": "Name the second keyholder"}
    return render(request, "board/elections/ask.html", context)


@require_http_methods(BOTH)
@password_asked
@sensitive_post_parameters()
def passphrase(request: MemberRequest, election_id: int, place: str) -> HttpResponse:
    """Typed twice, kept nowhere. The printed key is suggested here and typed in from the paper."""
    shown = _preparing(request, election_id)
    row = get_object_or_404(shown.keyholders.select_related("holder", "election"), place=place)
    if not _may_set(row, request.user):
        raise Http404
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.set_passphrase(
                holder=row, passphrase=form.cleaned_data["passphrase"], by=request.user
            )
        except Refusal as refused:
            form.add_error("passphrase", str(refused))
        else:
            messages.success(request, "The passphrase is set. It is stored nowhere: keep it safe.")
            return redirect("board:keys", election_id)
    is_printed = row.place == KeyPlace.PRINTED
    suggested = sealing.new_passphrase() if is_printed and request.method != "POST" else ""
    context = {"election": shown, "form": form, "row": row, "suggested": suggested}
    return render(request, "board/elections/passphrase.html", context)


@require_http_methods(BOTH)
@needs("board.run_election")
@password_asked
@sensitive_post_parameters()
def rehearse(request: MemberRequest, election_id: int) -> HttpResponse:
    shown = _preparing(request, election_id)
    holders = _holders(shown)
    if not all(row.is_set for row in holders):
        return redirect("board:keys", election_id)
    form = KeysForm(request.POST or None, holders=holders, all_=True)
    if request.method == "POST" and form.is_valid():
        typed = form.typed()
        try:
            keeping.rehearse(election=shown, passphrases=typed, by=request.user, now=clock.now())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Rehearsed: each two of the three passphrases open the box.")
            return redirect("board:keys", election_id)
    context = {"election": shown, "form": form, "title": "Rehearse opening the box"}
    return render(request, "board/elections/rehearse.html", context)


def _preparing(request: MemberRequest, election_id: int) -> Election:
    """For the returning officer and the keyholders, until the poll opens."""
    shown = election_of(request, election_id)
    if shown.state not in BEFORE or not request.user.has_perm("board.use_key", shown):
        raise Http404
    return shown


def _holders(shown: Election) -> list[Keyholder]:
    order = list(KeyPlace)
    rows = shown.keyholders.select_related("holder")
    return sorted(rows, key=lambda row: order.index(KeyPlace(row.place)))


def _may_set(row: Keyholder, user: User) -> bool:
    if row.place == KeyPlace.PRINTED:
        return user.has_perm("board.run_election")
    return row.holder_id == user.pk
