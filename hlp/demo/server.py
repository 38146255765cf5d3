"""Web, worker and beat in one process: what the demo and a first trial need, and no more.

In production they are separate processes (docker-compose.yml).
"""

import signal
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from celery.beat import EmbeddedService
from celery.worker import WorkController
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from hlp.celery import app


class QuietHandler(WSGIRequestHandler):
    """Pages are not logged one by one: the terminal shows who can sign in, not traffic."""

    def log_message(self, format: str, *args: object) -> None:
        if not str(args[1] if len(args) > 1 else "").startswith(("2", "3")):
            super().log_message(format, *args)


class Server(ThreadedWSGIServer):
    daemon_threads = True
    allow_reuse_address = True


def serve(port: int, ready: Callable[[], None]) -> None:
    """Serve on loopback until interrupted; then end worker and beat with what they hold."""
    server = Server(("127.0.0.1", port), QuietHandler)
    server.set_app(get_wsgi_application())
    with _background(), _stops_on_signal(server):
        ready()
        server.serve_forever(poll_interval=0.2)
    server.server_close()


@contextmanager
def _background() -> Iterator[None]:
    worker = WorkController(
        app=app,
        pool_cls="threads",
        concurrency=1,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
        loglevel="WARNING",
    )
    beat = EmbeddedService(
        app, thread=True, schedule_filename=settings.CELERY_BEAT_SCHEDULE_FILENAME
    )
    thread = threading.Thread(target=worker.start, name="worker", daemon=True)
    thread.start()
    beat.start()
    try:
        yield
    finally:
        beat.stop()
        worker.stop()
        thread.join(timeout=10)


@contextmanager
def _stops_on_signal(server: socketserver.BaseServer) -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:
        # shutdown() waits for serve_forever, which runs in this thread: ask from another.
        threading.Thread(target=server.shutdown, daemon=True).start()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
