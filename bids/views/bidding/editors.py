"""People who help with a bid: invited, taken up by whoever reads the mail, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bids.forms.bids import InviteEditorForm
from bids.services import editing
from bids.views.bidding.loading import own_bid
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest

INVITE = "bids.invite_editor"


@require_http_methods(["GET", "HEAD", "POST"])
def editor_list(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk, INVITE)
    form = InviteEditorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            editing.invite(bid=bid, by=request.user, now=clock.now(), **form.cleaned_data)
            messages.success(
                request, f"The invitation is on its way to {form.cleaned_data['email']}."
            )
            return redirect("bids:editor_list", bid.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    editors = bid.editors.open().order_by("invited_at", "pk")
    context = {"bid": bid, "editors": editors, "form": form, "now": clock.now()}
    return render(request, "bids/bids/editor_list.html", context)


@require_POST
def revoke_editor(request: MemberRequest, pk: int, editor_id: int) -> HttpResponse:
    bid = own_bid(request, pk, INVITE)
    editor = get_object_or_404(bid.editors.open(), pk=editor_id)
    try:
        editing.revoke(editor=editor, by=request.user, now=clock.now())
        messages.success(request, f"{editor.name or editor.email} can no longer open this bid.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("bids:editor_list", bid.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def editor_accept(request: MemberRequest, token: str) -> HttpResponse:
    """The page behind a personal link. Opening it changes nothing; only the button does."""
    now = clock.now()
    try:
        editor = editing.find(token, now)
        if request.method == "POST":
            editing.accept(token=token, by=request.user, now=now)
            messages.success(request, f"You can now work on {editor.bid.reference}.")
            return redirect("bids:bid_detail", editor.bid_id)
    except editing.NotUsable as why:
        return render(request, "bids/bids/editor_gone.html", {"why": why}, status=404)
    except editing.WrongAddress as refusal:
        messages.error(request, str(refusal))
    context = {"editor": editor, "is_theirs": editing.is_for(editor, request.user)}
    return render(request, "bids/bids/editor_accept.html", context)
