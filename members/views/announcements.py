"""Announcements of the office: the list, writing one, looking at it, sending it, who got it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.models import WorkState
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.forms.announcing import AnnouncementForm
from members.models import Announcement, Period
from members.requests import MemberRequest
from members.services import announcing
from members.states import Audience

WAITS = frozenset({WorkState.QUEUED, WorkState.RUNNING})


@needs("members.announce")
@require_safe
def announcement_list(request: MemberRequest) -> HttpResponse:
    rows = Announcement.objects.select_related("written_by").order_by("-written_at", "-pk")
    return render(request, "members/announcement_list.html", {"page": page_of(request, rows)})


@needs("members.announce")
def write_announcement(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    period = Period.objects.running(clock.today())
    if period is None:
        raise Http404
    row = get_object_or_404(Announcement, pk=pk, sent_at=None) if pk else None
    initial = {"audience": row.audience, "subject": row.subject, "body": row.body} if row else None
    form = AnnouncementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = announcing.write(
                period=row.period if row else period,
                announcement=row,
                by=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
            return redirect("members:announcement_detail", saved.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "members/announcement_write.html", {"form": form, "announcement": row})


@needs("members.announce")
@require_safe
def announcement_detail(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Announcement.objects.select_related("period", "written_by", "sent_by")
    row = get_object_or_404(rows, pk=pk)
    audience = Audience(row.audience)
    item = announcing.work_of(row)
    waits = item is not None and item.state in WAITS
    to = [] if row.sent_at else announcing.addresses(row.period, audience, clock.now())
    context = {
        "announcement": row,
        "mail": announcing.preview(row),
        "count": len(to),
        "work": item,
        "waits": waits,
        "page": page_of(request, announcing.log_of(row).order_by("to", "pk")),
    }
    page = render(request, "members/announcement_detail.html", context)
    if waits:
        page["Refresh"] = "5"
    return page


@needs("members.announce")
@require_POST
def send_announcement(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Announcement, pk=pk)
    try:
        announcing.send(announcement=row, by=request.user, now=clock.now())
        messages.success(request, "The announcement is being sent.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:announcement_detail", pk)
