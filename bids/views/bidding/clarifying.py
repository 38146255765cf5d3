"""Answering the question that was put to one's own bid: only the named sections are open."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from bids.forms.bids import ClarifyForm
from bids.models import Bid, Clarification
from bids.services import clarifying
from bids.states import SectionKind
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def clarify(request: MemberRequest, clarification_id: int) -> HttpResponse:
    """Whoever works on the bid reads the question; who may submit answers."""
    asked = _own(request, clarification_id)
    may_answer = asked.is_open(clock.now()) and request.user.has_perm("bids.submit_bid", asked.bid)
    texts = clarifying.submitted_texts(asked)
    labels = {kind: str(SectionKind(kind).label) for kind in texts}
    form = ClarifyForm(request.POST or None, texts=texts, labels=labels)
    if request.method == "POST":
        if not request.user.has_perm("bids.submit_bid", asked.bid):
            raise Http404
        if form.is_valid():
            try:
                clarifying.answer(
                    clarification=asked, texts=form.cleaned_data, by=request.user, now=clock.now()
                )
                messages.success(
                    request, "Your answer has been sent. It is a new version of the bid."
                )
                return redirect("bids:receipt", asked.bid_id)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    context = {
        "question": asked,  # `asked` is a word of the form templates
        "bid": asked.bid,
        "form": form if may_answer or form.is_bound else None,
        "labels": labels.values(),
        "now": clock.now(),
    }
    return render(request, "bids/bids/clarify.html", context)


def _own(request: MemberRequest, pk: int) -> Clarification:
    rows = Clarification.objects.select_related("bid__call", "bid__lead_school", "version")
    return get_object_or_404(rows, pk=pk, bid__in=Bid.objects.of_own(request.user))
