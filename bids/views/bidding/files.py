"""Evidence files: attached to a section, opened by whoever may read the bid, taken off."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from bids.models import Bid, BidFile
from bids.services import attaching
from bids.views.bidding import guidance
from bids.views.bidding.loading import own_bid, section_of
from bids.views.bidding.sections import EDIT, section_page
from hlp.kit import clock, documents
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest


@require_POST
def add_file(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    section = section_of(own_bid(request, pk, EDIT), kind)
    form = guidance.file_form(section, request.POST, request.FILES)
    if form.is_valid():
        try:
            attaching.add(
                bid=section.bid,
                section=kind,
                title=form.cleaned_data["title"],
                upload=form.cleaned_data["file"],
                by=request.user,
                now=clock.now(),
            )
            messages.success(request, f"“{form.cleaned_data['title']}” is attached.")
            return redirect("bids:edit_section", pk, kind)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = section_page(section, guidance.section_form(section), upload=form)
    return render(request, "bids/bids/section.html", page)


@require_safe
def bid_file(request: MemberRequest, pk: int, file_id: int) -> HttpResponse:
    """For bidders, and for whoever judges the bid if a submitted version has the file."""
    bid = get_object_or_404(Bid.objects.visible_to(request.user), pk=pk)
    file = get_object_or_404(
        BidFile.objects.select_related("bid__call", "document"), pk=file_id, bid=bid
    )
    if not attaching.may_read(file, request.user):
        raise Http404
    return documents.response(file.document, inline=False)


@require_POST
def remove_file(request: MemberRequest, pk: int, file_id: int) -> HttpResponse:
    bid = own_bid(request, pk, EDIT)
    file = get_object_or_404(bid.files.filter(removed_at=None), pk=file_id)
    try:
        attaching.remove(file=file, by=request.user, now=clock.now())
        messages.success(request, f"“{file.title}” has been taken off.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("bids:edit_section", pk, file.section)
