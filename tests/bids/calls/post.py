"""What a worker does with what is to be told, and what it has put in the outbox."""

from datetime import datetime

import time_machine

from bids.services import telling
from hlp.kit import work
from hlp.kit.models import OutboxMessage, WorkItem, WorkState


def tell_schools(now: datetime) -> None:
    waiting = WorkItem.objects.filter(kind=telling.TELL, state=WorkState.QUEUED)
    waiting.update(due_at=now)
    with time_machine.travel(now, tick=False):
        for item in waiting.order_by("pk"):
            work.run(item.pk, now=now)


def mails(subject: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(subject__startswith=subject).order_by("to"))
