"""Casts or opens in a process of its own that stops after one step, to be killed there.

`python -m tests.board.elections.box_to_kill STEP ELECTION URN`: prints "in the middle" and waits.
"""

import sys
from typing import Any

import django

# name of the step -> module and function after which the process stops
STEPS = {
    "before the tick": ("board.services.casting", "papers.check"),
    "after the tick": ("board.services.casting", "_tick"),
    "after the envelope": ("board.models", "SealedBallot.objects.create"),
    "cast, the voter not told": ("board.services.casting", "cast"),
    "with the key open": ("board.services.closing", "keys.open_box_key"),
    "with the box emptied": ("board.services.closing", "_empty_box"),
    "with the roll rewritten": ("board.services.closing", "_rewrite_roll"),
    "with the key destroyed": ("board.services.closing", "_destroy_key"),
    "opened, not swept": ("board.services.closing", "close"),
}
OF_CASTING = tuple(STEPS)[:4]


def stop_after(module: str, path: str) -> None:
    owner: Any = sys.modules[module]
    *parts, name = path.split(".")
    for part in parts:
        owner = getattr(owner, part)
    step = getattr(owner, name)

    def stopping(*args: Any, **kwargs: Any) -> Any:
        found = step(*args, **kwargs)
        print("in the middle", flush=True)  # noqa: T201 - the test reads along
        sys.stdin.read()
        return found

    setattr(owner, name, stopping)


def main(step: str, election_id: int, urn: int) -> None:
    django.setup()
    from board.models import Election  # noqa: PLC0415 - app ready
    from board.services import closing  # noqa: PLC0415 - app ready
    from members.models import School  # noqa: PLC0415 - app ready
    from tests.board.elections.test_a_killed_process import PHRASES  # noqa: PLC0415 - app ready
    from tests.factories import board as made  # noqa: PLC0415 - app ready

    election, school = Election.objects.get(pk=election_id), School.objects.get(pk=urn)
    stop_after(*STEPS[step])
    if step in OF_CASTING:
        made.vote(election, school)
        return
    closing.close(election=election, passphrases=PHRASES, by=made.officer(), now=made.after())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
