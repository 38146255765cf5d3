"""A real Celery worker in a process of its own, on the journey's database and broker."""

import email
import email.policy
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.polling import until

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def running_worker(env: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Started, asked to stop at the end, and ended by its own process id whatever happens."""
    mail = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    with (folder / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "hlp", "worker", "--pool", "solo", "-l", "INFO"],
            cwd=ROOT,
            env={**os.environ, **env, **mail},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGTERM)
            try:
                worker.wait(timeout=10)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


def mail_to(address: str, containing: str = "") -> str:
    """The text of the mail that the worker wrote to this address; waits for it."""
    return until(lambda: _find(address, containing), what=f"a mail to {address}: {containing}")


def _find(address: str, containing: str) -> str:
    for file in sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log")):
        # One connection's messages stand in one file, each closed by a line of dashes.
        for raw in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
            if address not in str(message["To"]):
                continue
            body = message.get_body(("plain",))
            text = body.get_content() if body else ""
            if containing in f"{message['Subject']}\n{text}":
                return text
    return ""
