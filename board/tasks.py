"""What the board does later."""

from celery import shared_task

from hlp.kit import clock


@shared_task(name="board.tasks.look_after_seats")
def look_after_seats() -> None:
    from board.services import seats, vacating  # noqa: PLC0415 - task

    now = clock.now()
    seats.set_up_missing(now=now)
    vacating.end_those_who_no_longer(now=now)
