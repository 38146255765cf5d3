"""What workers do for the kit. Tasks take ids, load nothing themselves, and may come twice."""

from time import monotonic

from celery import shared_task

from hlp.kit import clock

TURN = 5  # seconds a chain of work holds a worker before others get their turn


@shared_task(name="hlp.kit.tasks.run_work")
def run_work(*, item_id: int) -> None:
    """Do this row and, while the turn lasts, what else is due: a nudge means "there is work"."""
    from hlp.kit import work  # noqa: PLC0415 - task

    started = monotonic()
    following: int | None = item_id
    while following is not None and work.run(following, now=clock.now()):
        following = work.next_due(clock.now())
        if following is not None and monotonic() - started > TURN:
            run_work.delay_on_commit(item_id=following)
            return


@shared_task(name="hlp.kit.tasks.send_message")
def send_message(*, message_id: int) -> None:
    from hlp.kit import outbox  # noqa: PLC0415 - task

    outbox.send(message_id, now=clock.now())


@shared_task(name="hlp.kit.tasks.send_reminders")
def send_reminders() -> None:
    from hlp.kit import reminding  # noqa: PLC0415 - task

    reminding.start(clock.now())


@shared_task(name="hlp.kit.tasks.sweep_work")
def sweep_work() -> None:
    from hlp.kit import work  # noqa: PLC0415 - task

    work.sweep(clock.now())


@shared_task(name="hlp.kit.tasks.sweep_outbox")
def sweep_outbox() -> None:
    from hlp.kit import outbox  # noqa: PLC0415 - task

    outbox.sweep(clock.now())
