"""Sends a day's reminders in a process of its own that stops in the middle of the second letter.

`python -m tests.reminders.run_to_kill DAY`: prints "in the middle" there and waits for ever.
"""

import sys
from datetime import date
from typing import Any

import django


def main(day: str) -> None:
    django.setup()
    from hlp.kit import clock, reminding  # noqa: PLC0415 - app ready

    queue, queued = reminding.outbox.queue, []

    def stopping(**message: Any) -> Any:
        queued.append(queue(**message))
        if len(queued) == 2:
            print("in the middle", flush=True)  # noqa: T201 - the test reads along
            sys.stdin.read()
        return queued[-1]

    reminding.outbox.queue = stopping
    on = date.fromisoformat(day)
    reminding.send(on=on, now=clock.start_of_day(on))


if __name__ == "__main__":
    main(sys.argv[1])
