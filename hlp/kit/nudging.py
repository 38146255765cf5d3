"""Tells a worker to look at a row once it is committed. Losing the message loses no work."""

from typing import Any

from django.db import transaction


def after_commit(task: Any, **ids: int) -> None:
    """Robust: a broker that is away must not break the request; the sweeper finds the row."""

    def nudge() -> None:
        task.delay_on_commit(**ids)

    transaction.on_commit(nudge, robust=True)
