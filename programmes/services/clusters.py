"""Clusters: schools that work together, as the partnership itself says."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import School, User
from programmes.models import Cluster, ClusterSchool


class WrongCluster(Refusal):
    """The cluster cannot be saved or removed like that."""


def save(
    *, cluster: Cluster | None, name: str, schools: Sequence[School], by: User, now: datetime
) -> Cluster:
    """The cluster has exactly these schools; whoever was in another one moves."""
    access.require(by, "programmes.manage_calendar")
    others = Cluster.objects.filter(name__iexact=name.strip())
    if cluster is not None:
        others = others.exclude(pk=cluster.pk)
    if others.exists():
        raise WrongCluster("There is a cluster of that name already.")
    with transaction.atomic(), audit.acting(by):
        row = cluster or Cluster()
        row.name = name.strip()
        row.save()
        for line in row.lines.exclude(school__in=[school.pk for school in schools]):
            line.delete()
        for school in schools:
            ClusterSchool.objects.update_or_create(school=school, defaults={"cluster": row})
    return row


def remove(*, cluster: Cluster, by: User, now: datetime) -> None:
    access.require(by, "programmes.manage_calendar")
    if cluster.events.exists():
        raise WrongCluster("There are events for this cluster, so its name is still needed.")
    with transaction.atomic(), audit.acting(by):
        for line in cluster.lines.all():
            line.delete()
        cluster.delete()
