"""One temporary folder a run: database file, uploads, broker, servers' data. Gone at the end."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def run_folder() -> Path:
    """The folder of this run. PostgreSQL runs as another user when we are root, so it is open."""
    folder = Path(tempfile.mkdtemp(prefix="hlp-tests-"))
    folder.chmod(0o755)
    return folder


def remove_run_folder() -> None:
    if run_folder.cache_info().currsize:
        shutil.rmtree(run_folder(), ignore_errors=True)


def in_ci() -> bool:
    """In CI nothing is skipped for want of a server or a browser: it fails."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
