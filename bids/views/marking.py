"""An assessor's pages: how far they are, the next bid, marking one, changing a mark, abstaining."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids import differences, rules
from bids.forms.marking import AbstainForm, ChangeForm, MarkingForm
from bids.models import Bid, BidVersion, Criterion, DraftMark, Mark, MarkSheet
from bids.services import marking, progress
from bids.states import CallState, SheetState
from bids.views.interests import call_of_panel
from bids.views.reading import Reading
from bids.workflow import takes_marks_of
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def marking_progress(request: MemberRequest, slug: str) -> HttpResponse:
    """Own progress over the bids one is clear of. How far others are is not shown."""
    call = call_of_panel(request, slug)
    if rules.is_out(request.user, call):
        return render(request, "bids/marking/out_of_call.html", {"call": call})
    own = progress.own(call, request.user)
    asked = call.assessors.filter(user=request.user).first()
    is_asked = asked is not None and asked.released_at is None
    context = {
        "call": call,
        "own": own,
        "asked": asked,
        "is_marking": is_asked and takes_marks_of(call, request.user.pk),
    }
    return render(request, "bids/marking/marking_progress.html", context)


@require_safe
def next_bid(request: MemberRequest, slug: str) -> HttpResponse:
    """What is begun, else the bid with the fewest marks, so that all get as many."""
    call = call_of_panel(request, slug)
    found = progress.next_bid(call, request.user)
    if found is None or not takes_marks_of(call, request.user.pk):
        return redirect("bids:marking_progress", call.slug)
    return redirect("bids:mark_bid", found.pk)


@require_http_methods(BOTH)
def mark_bid(request: MemberRequest, bid_id: int) -> HttpResponse:
    """The bid's words beside the four criteria; once given, one's own marks to read."""
    bid = assessed(request, bid_id)
    sheet = MarkSheet.objects.filter(bid=bid, assessor=request.user).first()
    if not _is_marking(request, bid) or (sheet and sheet.state != SheetState.DRAFT):
        if request.method == "POST":
            messages.error(request, "Nothing was saved: this bid is not open for your marks.")
        return _given(request, bid, sheet)
    version = bid.versions.order_by("-number")[:1].get()
    form = MarkingForm(
        request.POST or None,
        criteria=_criteria(bid),
        drafts=_drafts(sheet),
        initial={"seen": version.number},
    )
    if request.method == "POST" and form.is_valid() and _saved(request, bid, form):
        return redirect("bids:marking_progress", bid.call.slug)
    return _to_mark(request, bid, sheet, version, form)


@require_http_methods(BOTH)
def abstain(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = assessed(request, bid_id)
    form = AbstainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            marking.abstain(bid=bid, because=because, by=request.user, now=clock.now())
            messages.success(request, f"You abstain from {bid.reference}. It counts as no mark.")
            return redirect("bids:marking_progress", bid.call.slug)
        except Refusal as refused:
            form.add_error("because", str(refused))
    return render(request, "bids/marking/abstain.html", {"bid": bid, "form": form})


@require_POST
def take_up(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = assessed(request, bid_id)
    try:
        marking.take_up(bid=bid, by=request.user, now=clock.now())
        messages.success(request, f"You mark {bid.reference} after all.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("bids:mark_bid", bid.pk)


@require_POST
def stand_by(request: MemberRequest, bid_id: int) -> HttpResponse:
    """The marks given to the earlier version hold for the clarified one."""
    bid = assessed(request, bid_id)
    try:
        marking.stand_by(bid=bid, by=request.user, now=clock.now())
        messages.success(request, "Your marks hold for the bid as it was clarified.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("bids:mark_bid", bid.pk)


@require_http_methods(BOTH)
def change_mark(request: MemberRequest, mark_id: int) -> HttpResponse:
    """One's own mark, before moderation: a new one with its reason follows the old."""
    own = Mark.objects.current().filter(sheet__in=MarkSheet.objects.visible_to(request.user))
    own = own.filter(sheet__assessor=request.user, sheet__bid__call__state=CallState.MARKING)
    rows = own.select_related("criterion", "sheet__bid__call", "sheet__bid__lead_school")
    mark = get_object_or_404(rows.prefetch_related("criterion__descriptors"), pk=mark_id)
    form = ChangeForm(request.POST or None, mark=mark)
    if request.method == "POST" and form.is_valid():
        try:
            marking.change(mark=mark, by=request.user, now=clock.now(), **form.cleaned_data)
            messages.success(request, "The mark is changed. The earlier one stays on record.")
            return redirect("bids:mark_bid", mark.sheet.bid_id)
        except Refusal as refused:
            form.add_error(None, str(refused))
    context = {"mark": mark, "bid": mark.sheet.bid, "form": form}
    return render(request, "bids/marking/change_mark.html", context)


def assessed(request: MemberRequest, bid_id: int) -> Bid:
    """A bid this assessor is clear of, once marking has started; of any other there is no page."""
    bids = Bid.objects.for_assessor(request.user).exclude(call__state=CallState.CLOSED)
    return get_object_or_404(bids.select_related("call", "lead_school"), pk=bid_id)


def _is_marking(request: MemberRequest, bid: Bid) -> bool:
    return takes_marks_of(bid.call, request.user.pk)


def _criteria(bid: Bid) -> list[Criterion]:
    return list(bid.call.criteria.in_order().prefetch_related("descriptors"))


def _drafts(sheet: MarkSheet | None) -> Mapping[int, DraftMark]:
    return {row.criterion_id: row for row in sheet.drafts.all()} if sheet else {}


def _saved(request: MemberRequest, bid: Bid, form: MarkingForm) -> bool:
    """Drafts are kept whatever else is wrong; True when nothing is left to put right."""
    now = clock.now()
    try:
        marking.save_drafts(bid=bid, drafts=form.drafts(), by=request.user, now=now)
        if "give" not in request.POST:
            messages.success(request, f"Your draft for {bid.reference} is saved.")
            return True
        if not form.ask_for_missing():
            seen = get_object_or_404(bid.versions, number=form.cleaned_data["seen"])
            marking.submit(bid=bid, seen=seen, by=request.user, now=now)
            messages.success(request, f"Your marks for {bid.reference} are given.")
            return True
    except marking.Clashes as clashes:
        form.clash(clashes.each)
    except Refusal as refused:
        form.add_error(None, str(refused))
    sheet = MarkSheet.objects.filter(bid=bid, assessor=request.user).first()
    newest = bid.versions.order_by("-number")[:1].get()
    form.saved_as(_drafts(sheet), newest.number)
    return False


def _to_mark(
    request: MemberRequest,
    bid: Bid,
    sheet: MarkSheet | None,
    version: BidVersion,
    form: MarkingForm,
) -> HttpResponse:
    read = Reading(version)
    parts = [(asked, read.passage(asked.criterion.kind)) for asked in form.asked()]
    begun_with = sheet.version if sheet else version
    context = {
        "bid": bid,
        "form": form,
        "read": read,
        "parts": parts,
        "begun_with": begun_with,
        "changes": _changes(begun_with, version),
    }
    return render(request, "bids/marking/mark_bid.html", context)


def _given(request: MemberRequest, bid: Bid, sheet: MarkSheet | None) -> HttpResponse:
    """Own marks, each with those it replaced; and what changed since they were given."""
    version = bid.versions.order_by("-number")[:1].get()
    marks = sheet.marks.select_related("criterion", "version", "replaces") if sheet else ()
    rows: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: -mark.pk):
        rows.setdefault(mark.criterion.kind, []).append(mark)
    order = [criterion.kind for criterion in bid.call.criteria.in_order()]
    context = {
        "bid": bid,
        "sheet": sheet,
        "read": Reading(version),
        "marks": [(rows[kind][0], rows[kind][1:]) for kind in order if kind in rows],
        "changes": _changes(sheet.version, version) if sheet and marks else [],
        # Once moderation has opened, others' marks may have been read.
        "may_change": bid.call.state == CallState.MARKING and _is_marking(request, bid),
    }
    return render(request, "bids/marking/marked.html", context)


def _changes(before: BidVersion, after: BidVersion) -> list[differences.Change]:
    return differences.between(before.content, after.content) if before != after else []
