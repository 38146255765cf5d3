"""Issues a run in a process of its own that stops in the middle of its second transaction.

`python -m tests.invoicing.run_to_kill RUN_ID`: prints "in the middle" there and waits for ever.
"""

import sys
from typing import Any

import django


def main(run_id: int) -> None:
    django.setup()
    from invoicing.services import issuing  # noqa: PLC0415 - app ready
    from tests.factories.invoicing import NOW  # noqa: PLC0415 - app ready

    issuing.CHUNK = 3
    make, moved = issuing.make, []

    def stopping(obj: Any, name: str, **kwargs: Any) -> Any:
        moved.append(make(obj, name, **kwargs))
        if len(moved) == 5:
            print("in the middle", flush=True)  # noqa: T201 - the test reads along
            sys.stdin.read()
        return obj

    issuing.make = stopping
    issuing.carry_on(run_id=run_id, now=NOW, progress=lambda done, total: None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
