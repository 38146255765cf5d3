"""Looking through the library and taking something out."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hlp.kit import audit, documents
from hlp.kit.access import public
from hlp.kit.paging import page_of
from members.requests import MemberRequest
from programmes.forms.resources import LibraryForm
from programmes.models import Programme, Resource


@public
@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    form = LibraryForm(request.GET or None, user=request.user)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Resource.objects.visible_to(request.user).shared().for_list().newest_first()
    if chosen.get("programme"):
        found = found.filter(programme=chosen["programme"])
    if chosen.get("half_term"):
        found = found.filter(half_term=chosen["half_term"])
    found = found.found_by(chosen.get("q", ""))
    context = {
        "filters": form,
        "is_filtered": any(chosen.values()),
        "page": page_of(request, found),
        "may_share": Programme.objects.planned_by(request.user).exists(),
    }
    return render(request, "programmes/resources/resource_list.html", context)


@public
@require_safe
def resource(request: HttpRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(Resource.objects.visible_to(request.user).for_list(), key=key)
    may_change = request.user.has_perm("programmes.share_resource", found)
    context = {
        "resource": found,
        "may_change": may_change,
        "check": found.checks.order_by("-checked_at", "-pk").first() if may_change else None,
    }
    return render(request, "programmes/resources/resource.html", context)


@public
@require_safe
def resource_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file itself; only for whoever may see the resource."""
    found = get_object_or_404(
        Resource.objects.visible_to(request.user).select_related("document"), key=key
    )
    if found.document is None:
        raise Http404
    if request.user.is_authenticated:
        audit.record(found, what="downloaded", by=request.user)
    return documents.response(found.document, inline=False)


@require_safe
def broken_links(request: MemberRequest) -> HttpResponse:
    """Links that did not answer when they were last tried, to whoever can mend them."""
    programmes = Programme.objects.planned_by(request.user)
    if not programmes.exists() and not request.user.has_perm("programmes.share_resource"):
        raise Http404
    broken = Resource.objects.visible_to(request.user).broken().for_list().newest_first()
    if not request.user.has_perm("programmes.share_resource"):
        broken = broken.filter(programme__in=programmes)
    page = page_of(request, broken)
    return render(request, "programmes/resources/broken_links.html", {"page": page})
