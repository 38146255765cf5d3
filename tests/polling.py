"""Waiting for another process: looks again until it is there, and gives up with a sentence."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T], *, what: str, seconds: float = 60) -> T:
    """The first truthy answer of `look`; a test fails that never gets one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds:.0f} seconds in vain for {what}")
