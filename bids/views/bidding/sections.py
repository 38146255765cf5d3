"""Writing a bid: the details, and a page for each section, saved on demand and by itself."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bids.forms.bids import DetailsForm, FileForm, SectionForm
from bids.models import Bid, Section
from bids.services import writing
from bids.views.bidding import guidance, showing
from bids.views.bidding.loading import own_bid, section_of
from hlp.kit import clock
from hlp.kit.money import pounds
from hlp.kit.templatetags.ui import uk_datetime
from members.requests import MemberRequest

EDIT = "bids.edit_bid"


@require_http_methods(["GET", "HEAD", "POST"])
def edit_details(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk, EDIT)
    initial = {name: getattr(bid, name) for name in ("title", "summary", "cost", "cost_notes")}
    form = DetailsForm(
        request.POST or None,
        initial={**initial, "revision": bid.details_revision},
        ceiling=pounds(bid.call.terms.funding_ceiling),
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            writing.save_details(bid=bid, by=request.user, now=clock.now(), **form.cleaned_data)
            return _on(request, bid, guidance.ORDER[0])
        except writing.TooLate as late:
            return _kept(request, bid, late)
        except writing.Clash as clash:
            theirs = showing.details_of(clash.theirs)
            guidance.send_back(form, clash)
    elif request.method != "POST" and (closed := guidance.why_closed(bid, clock.now())):
        return _closed(request, bid, closed)
    return render(request, "bids/bids/details.html", {"bid": bid, "form": form, "theirs": theirs})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    bid = own_bid(request, pk, EDIT)
    section = section_of(bid, kind)
    form = _section_form(request, section)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, section, form, clock.now())
            return _on(request, bid, guidance.after(kind))
        except writing.TooLate as late:
            return _kept(request, bid, late)
        except writing.Clash as clash:
            theirs = clash.theirs
            guidance.send_back(form, clash)
    elif request.method != "POST" and (closed := guidance.why_closed(bid, clock.now())):
        return _closed(request, bid, closed)
    return render(request, "bids/bids/section.html", section_page(section, form, theirs))


@require_POST
def autosave_section(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """A line of text for the page's live region; the new revision stands in a header."""
    section = section_of(own_bid(request, pk, EDIT), kind)
    form = _section_form(request, section)
    if not form.is_valid():
        return _said("Not saved yet: the date is not complete.", 422)
    now = clock.now()
    try:
        saved = _save(request, section, form, now)
    except writing.Clash:
        return _said("Somebody else has changed this section. Press Save to compare.", 409)
    except writing.TooLate as late:
        return _said(str(late), 410)
    except writing.NotWritable as refusal:
        return _said(str(refusal), 403)
    answer = _said(f"Saved at {uk_datetime(now).rpartition(', ')[2]}.", 200)
    answer["X-Revision"] = str(saved.revision)
    return answer


def section_page(
    section: Section,
    form: SectionForm,
    theirs: Section | None = None,
    upload: FileForm | None = None,
) -> dict[str, object]:
    return {
        "bid": section.bid,
        "section": section,
        "guide": guidance.of(section),
        "form": form,
        "theirs": theirs,
        "files": showing.files_of(section),
        "upload": upload or guidance.file_form(section),
    }


def _section_form(request: MemberRequest, section: Section) -> SectionForm:
    return guidance.section_form(section, request.POST or None)


def _save(request: MemberRequest, section: Section, form: SectionForm, now: datetime) -> Section:
    return writing.save_section(
        bid=section.bid, kind=section.kind, by=request.user, now=now, **form.cleaned_data
    )


def _on(request: MemberRequest, bid: Bid, kind: str | None) -> HttpResponseRedirect:
    """To the next section, or back to the list."""
    if kind is None or request.POST.get("then") == "back":
        messages.success(request, "Saved.")
        return redirect("bids:bid_detail", bid.pk)
    return redirect("bids:edit_section", bid.pk, kind)


def _kept(request: MemberRequest, bid: Bid, late: writing.TooLate) -> HttpResponseRedirect:
    messages.warning(request, str(late))
    return redirect("bids:bid_detail", bid.pk)


def _closed(request: MemberRequest, bid: Bid, closed: str) -> HttpResponseRedirect:
    messages.warning(request, closed)
    return redirect("bids:bid_detail", bid.pk)


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
