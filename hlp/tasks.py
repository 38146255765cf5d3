"""What workers do that concerns several apps at once."""

from celery import shared_task

from hlp.kit import clock, work
from hlp.kit.models import WorkItem


@work.handler("hlp.person_copy")
def person_copy(item: WorkItem, progress: work.Progress) -> None:
    from hlp.subject_access import exporting  # noqa: PLC0415 - task

    exporting.make(key=item.subject_id, now=clock.now())


@shared_task(name="hlp.tasks.apply_retention")
def apply_retention() -> None:
    from hlp.subject_access import keeping  # noqa: PLC0415 - task

    keeping.apply(now=clock.now())
