"""Promotes in a process of its own that stops after the first offer, before it is committed.

`python -m tests.programmes.events.run_to_kill EVENT_ID`: prints "in the middle" and waits for ever.
"""

import sys
from typing import Any

import django


def main(event_id: int) -> None:
    django.setup()
    from programmes.services import promoting  # noqa: PLC0415 - app ready
    from tests.factories.events import NOW  # noqa: PLC0415 - app ready

    offered = promoting.post.offered

    def stopping(*args: Any, **more: Any) -> None:
        offered(*args, **more)
        print("in the middle", flush=True)  # noqa: T201 - the test reads along
        sys.stdin.read()

    promoting.post.offered = stopping
    promoting.promote(event_id=event_id, now=NOW)


if __name__ == "__main__":
    main(int(sys.argv[1]))
