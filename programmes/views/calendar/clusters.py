"""Clusters: which schools work together."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest
from programmes.forms.calendar import ClusterForm
from programmes.models import Cluster
from programmes.services import clusters


@needs("programmes.manage_calendar")
@require_safe
def cluster_list(request: MemberRequest) -> HttpResponse:
    rows = Cluster.objects.annotate(count=Count("lines")).order_by("name")
    return render(
        request, "programmes/calendar/cluster_list.html", {"page": page_of(request, rows)}
    )


@needs("programmes.manage_calendar")
def save_cluster(request: MemberRequest, cluster_id: int | None = None) -> HttpResponse:
    cluster = get_object_or_404(Cluster, pk=cluster_id) if cluster_id else None
    form = ClusterForm(request.POST or None, initial=_initial(cluster))
    if request.method == "POST" and form.is_valid():
        try:
            made = clusters.save(
                cluster=cluster, by=request.user, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, f"“{made}” is saved.")
            return redirect("programmes:cluster_list")
        except Refusal as refusal:
            form.add_error("name", str(refusal))
    lines = cluster.lines.select_related("school").order_by("school__name") if cluster else []
    context = {"form": form, "cluster": cluster, "lines": lines}
    return render(request, "programmes/calendar/save_cluster.html", context)


@needs("programmes.manage_calendar")
@require_POST
def remove_cluster(request: MemberRequest, cluster_id: int) -> HttpResponse:
    cluster = get_object_or_404(Cluster, pk=cluster_id)
    try:
        clusters.remove(cluster=cluster, by=request.user, now=clock.now())
        messages.success(request, "The cluster is removed.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:cluster_list")


def _initial(cluster: Cluster | None) -> dict[str, str]:
    if cluster is None:
        return {}
    urns = cluster.lines.order_by("school__name").values_list("school", flat=True)
    return {"name": cluster.name, "schools": "\n".join(map(str, urns))}
