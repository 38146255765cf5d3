"""What the board does later."""

from datetime import timedelta

from celery import shared_task

from hlp.kit import clock, work
from hlp.kit.models import WorkItem


@shared_task(name="board.tasks.look_after_seats")
def look_after_seats() -> None:
    from board.services import seats, vacating  # noqa: PLC0415 - task

    now = clock.now()
    seats.set_up_missing(now=now)
    vacating.end_those_who_no_longer(now=now)


@work.handler("board.tell", lease=timedelta(minutes=5))
def tell(item: WorkItem, progress: work.Progress) -> None:
    from board.services import telling  # noqa: PLC0415 - task

    telling.carry_on(
        subject=item.subject_id, said_at=item.created_at, now=clock.now(), progress=progress
    )
