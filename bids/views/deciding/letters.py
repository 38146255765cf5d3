"""Letters: looked through before they go, read by bidders afterwards, and talked over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bids.documents.letter import readable
from bids.forms.deciding import ArrangeForm, FeedbackForm, LetterForm
from bids.models import Award, Bid, Call, FeedbackMeeting, Letter
from bids.querysets.bids import BidQuerySet
from bids.services import letters, meetings
from bids.states import CallState
from bids.views.deciding import showing
from bids.views.deciding.loading import call_on_the_table
from hlp.kit import clock, documents
from hlp.kit.access import needs, public
from hlp.kit.asking import ask, given
from hlp.kit.paging import page_of
from members.models import User
from members.requests import MemberRequest

BEFORE_OUT = {CallState.MODERATING, CallState.DECIDED}


@require_safe
def letters_of_call(request: MemberRequest, slug: str) -> HttpResponse:
    """Every letter the person may read, with names that had better not stand in it."""
    call = call_on_the_table(request.user, slug)
    page = page_of(request, letters.due(call).prepared_by(request.user))
    may_edit = _may_edit(request.user, call)
    named = letters.named(call, list(page)) if may_edit else {}
    context = {
        "call": call,
        "page": page,
        "rows": showing.letters(list(page), named),
        "may_edit": may_edit,
        "actions": showing.publish_action(call, request.user),
    }
    return render(request, "bids/deciding/letters_of_call.html", context)


def edit_letter(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = _shown(request.user, bid_id)
    if not _may_edit(request.user, bid.call):
        raise Http404
    text = Letter.objects.filter(bid=bid).first()
    initial = {
        "opening": (text and text.opening) or letters.default_opening(bid),
        "closing": (text and text.closing) or letters.CLOSING,
    }
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and given(
        form,
        lambda: letters.edit(bid=bid, by=request.user, now=clock.now(), **form.cleaned_data),
    ):
        messages.success(request, "The letter is changed.")
        return redirect("bids:letter", bid.pk)
    back = reverse("bids:letter", args=[bid.pk]), "The letter"
    return ask(request, form, title="Change the letter", back=back, caption=str(bid))


@require_safe
def letter(request: MemberRequest, bid_id: int) -> HttpResponse:
    """The bidder's own, once it is out; before that for whoever prepares it."""
    bid = _shown(request.user, bid_id)
    is_own = request.user.has_perm("bids.see_own", bid)
    context = {
        "bid": bid,
        "call": bid.call,
        "is_out": bid.call.is_published,
        "is_own": is_own,
        "may_edit": _may_edit(request.user, bid.call),
        "has_pdf": bid.call.is_published and documents.get(letters.document_key(bid)) is not None,
        "meeting": FeedbackMeeting.objects.filter(bid=bid).first() if is_own else None,
        **readable(letters.content(bid)),
    }
    # The bid's own call is the page's; the letter's words for it are a text.
    return render(request, "bids/deciding/letter.html", {**context, "call": bid.call})


@require_safe
def letter_pdf(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = _shown(request.user, bid_id)
    document = letters.document_for_download(bid=bid, by=request.user)
    if document is None:
        raise Http404
    return documents.response(document)


def ask_feedback(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = get_object_or_404(_with_call().of_own(request.user), pk=bid_id)
    if not bid.call.is_published:
        raise Http404
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and given(
        form,
        lambda: meetings.ask(bid=bid, by=request.user, now=clock.now(), **form.cleaned_data),
    ):
        messages.success(request, "You have asked for a meeting. We will write to you with a time.")
        return redirect("bids:letter", bid.pk)
    back = reverse("bids:letter", args=[bid.pk]), "Your letter"
    return ask(request, form, title="Ask for a feedback meeting", back=back, caption=str(bid))


@require_safe
@needs("bids.arrange_feedback")
def meeting_list(request: HttpRequest) -> HttpResponse:
    found = FeedbackMeeting.objects.select_related("bid__lead_school", "bid__call", "asked_by")
    page = page_of(request, found.order_by("-asked_at", "-pk"))
    return render(request, "bids/deciding/meeting_list.html", {"page": page})


@needs("bids.arrange_feedback")
def arrange_meeting(request: MemberRequest, bid_id: int) -> HttpResponse:
    found = FeedbackMeeting.objects.select_related("bid__lead_school", "bid__call", "asked_by")
    meeting = get_object_or_404(found, bid=bid_id)
    form = ArrangeForm(request.POST or None, initial=ArrangeForm.initial_of(meeting))
    if request.method == "POST" and given(
        form,
        lambda: meetings.arrange(meeting=meeting, by=request.user, now=clock.now(), **form.said()),
    ):
        messages.success(request, "The bidder has been told when and where.")
        return redirect("bids:meeting_list")
    back = reverse("bids:meeting_list"), "Feedback meetings"
    caption, intro = str(meeting.bid), meeting.message
    return ask(request, form, title="Arrange the meeting", back=back, caption=caption, intro=intro)


@require_safe
@public
def lead_list(request: HttpRequest) -> HttpResponse:
    """Lead schools with the board's public reasons: for everybody."""
    page = page_of(request, Award.objects.with_bid().with_partners().newest_first())
    return render(request, "bids/deciding/lead_list.html", {"page": page})


def _with_call() -> BidQuerySet:
    return Bid.objects.select_related("lead_school", "decision", "call__terms", "call__priority")


def _shown(user: User, bid_id: int) -> Bid:
    """Own and out; or before that, and after, for those who look after letters."""
    bid = get_object_or_404(_with_call().visible_to(user), pk=bid_id)
    if bid.call.is_published and user.has_perm("bids.see_own", bid):
        return bid
    is_late_enough = bid.call.state in BEFORE_OUT or bid.call.is_published
    shown = letters.due(bid.call).prepared_by(user)
    prepares = user.has_perm("bids.view_panel", bid.call) and shown.contains(bid)
    if not (is_late_enough and prepares):
        raise Http404
    return bid


def _may_edit(user: User, call: Call) -> bool:
    may = user.has_perm("bids.prepare_publication", call)
    may = may or user.has_perm("bids.publish_decision", call)
    return call.state in BEFORE_OUT and may
