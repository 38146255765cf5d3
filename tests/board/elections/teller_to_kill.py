"""Writes the notices in a process of its own that stops after one step, to be killed there.

`python -m tests.board.elections.teller_to_kill STEP ITEM`: prints "in the middle" and waits.
"""

import sys

import django
import time_machine


def main(step: str, item_id: int) -> None:
    django.setup()
    from board.emails import elections as post  # noqa: PLC0415 - app ready
    from board.services import telling  # noqa: PLC0415 - app ready
    from hlp.kit import outbox, work  # noqa: PLC0415 - app ready
    from hlp.kit.models import WorkItem  # noqa: PLC0415 - app ready
    from tests.board.elections import box_to_kill  # noqa: PLC0415 - app ready
    from tests.factories import board as made  # noqa: PLC0415 - app ready

    telling.BATCH = 3
    if step == "in the middle of a batch":
        assert post.outbox is outbox
        box_to_kill.stop_after("board.emails.elections", "outbox.queue")
    else:
        box_to_kill.stop_after("hlp.kit.work", "_progress")
    WorkItem.objects.filter(pk=item_id).update(due_at=made.opens_at())
    with time_machine.travel(made.opens_at(), tick=False):
        work.run(item_id, now=made.opens_at())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
