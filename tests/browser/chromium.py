"""Debian's Chromium, never a downloaded one."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = (
    "No Chromium was found for the journeys. Install it (apt-get install chromium)"
    " or set E2E_CHROMIUM to the browser's path."
)


def find_chromium() -> str | None:
    """The path of the browser: E2E_CHROMIUM if set, else the first one installed."""
    named = os.environ.get("E2E_CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)
