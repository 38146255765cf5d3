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


@shared_task(name="programmes.tasks.sweep_waiting_lists")
def sweep_waiting_lists() -> None:
    from programmes.services import promoting  # noqa: PLC0415 - task

    promoting.sweep(now=clock.now())


@work.handler("programmes.promote", lease=timedelta(minutes=2))
def promote(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import promoting  # noqa: PLC0415 - task

    promoting.promote(event_id=int(item.subject_id), now=clock.now())


@work.handler("programmes.call_off")
def call_off(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import cancelling  # noqa: PLC0415 - task

    cancelling.call_off(
        event_id=int(item.subject_id),
        said_at=item.created_at,
        now=clock.now(),
        progress=progress,
    )


@work.handler("programmes.tell_moved")
def tell_moved(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import telling  # noqa: PLC0415 - task

    telling.moved(subject=item.subject_id, said_at=item.created_at, progress=progress)


@work.handler("programmes.tell_added")
def tell_added(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import telling  # noqa: PLC0415 - task

    telling.added(subject=item.subject_id, said_at=item.created_at, progress=progress)


@work.handler("programmes.tell_joining")
def tell_joining(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import telling  # noqa: PLC0415 - task

    telling.joining(subject=item.subject_id, said_at=item.created_at, progress=progress)


@shared_task(name="programmes.tasks.forget_needs")
def forget_needs() -> None:
    from programmes.services import needs  # noqa: PLC0415 - task

    needs.forget(now=clock.now())


@work.handler("programmes.certify")
def certify(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import certifying  # noqa: PLC0415 - task

    certifying.issue_for(event_id=int(item.subject_id), now=clock.now())


@work.handler("programmes.make_certificate", lease=timedelta(minutes=2))
def make_certificate(item: WorkItem, progress: work.Progress) -> None:
    from programmes.services import certifying  # noqa: PLC0415 - task

    certifying.make_document(certificate_id=int(item.subject_id), now=clock.now())
