"""What delivery does later."""

from datetime import timedelta

from celery import shared_task

from hlp.kit import clock, work
from hlp.kit.models import WorkItem


@shared_task(name="programmes.tasks.check_links")
def check_links() -> None:
    from programmes.services import link_checking  # noqa: PLC0415 - task

    link_checking.queue_due(now=clock.now())


@work.handler("programmes.check_link", lease=timedelta(minutes=2))
def check_link(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import link_checking  # noqa: PLC0415 - task

    link_checking.check(resource_id=int(item.subject_id), now=clock.now())


@shared_task(name="programmes.tasks.follow_surveys")
def follow_surveys() -> None:
    from programmes.services import surveying  # noqa: PLC0415 - task

    surveying.follow_the_clock(now=clock.now())
