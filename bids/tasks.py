"""What bidding does later."""

from datetime import timedelta

from celery import shared_task

from hlp.kit import clock, work
from hlp.kit.models import WorkItem


@shared_task(name="bids.tasks.close_calls")
def close_calls() -> None:
    from bids.services import closing  # noqa: PLC0415 - task

    closing.close_due(now=clock.now())


@work.handler("bids.tell", lease=timedelta(minutes=5))
def tell(item: WorkItem, progress: work.Progress) -> None:
    from bids.services import telling  # noqa: PLC0415 - task

    telling.carry_on(subject=item.subject_id, said_at=item.created_at, progress=progress)


@work.handler("bids.letter", lease=timedelta(minutes=5))
def letter(item: WorkItem, progress: work.Progress) -> None:
    from bids.services import letters  # noqa: PLC0415 - task

    letters.send(bid_id=int(item.subject_id), now=clock.now())
