"""The processes of docker-compose.yml on this machine, killed and started like containers."""

import http.client
import itertools
import os
import shelve
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.polling import until
from tests.production import compose
from tests.servers.valkey import free_port

HOST = "portal.example"
HURRIES, LINGERS = 0.3, 2.0  # seconds a visitor stays on a page, the first time and after that


class Fleet:
    """Two web processes, two workers and beat; each in a process group that can be killed whole."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.env, self.folder = env, folder
        self.ports = {"web 1": free_port(), "web 2": free_port()}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Fleet":
        for name in (*self.ports, "worker 1", "worker 2", "beat"):
            self.start(name)
        return self

    def __exit__(self, *exc: object) -> None:
        for name in self.running:
            self.kill(name)

    def command(self, name: str) -> list[str]:
        command = compose.command(name.split()[0])
        if name in self.ports:
            return [
                part.replace("0.0.0.0:8000", f"127.0.0.1:{self.ports[name]}") for part in command
            ]
        if name.startswith("worker"):  # a container has a name of its own
            return [*command, "--hostname", name.replace(" ", "-") + "@here"]
        return command

    def start(self, name: str) -> None:
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.command(name),
                cwd=compose.ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """-9 to the process and all its children, without a word before."""
        process = self.running[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def replace(self, name: str) -> None:
        """What Docker's restart policy does."""
        self.kill(name)
        self.start(name)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def environment(env: dict[str, str], **given: Any) -> dict[str, str]:
    """Of a container: the production settings, and this test's database, broker and mail server."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    own = {
        "DJANGO_SETTINGS_MODULE": "hlp.settings.base",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "TRUSTED_PROXIES": "1",
        "LOG_FORMAT": "json",
        "EMAIL_HOST": "127.0.0.1",
        "HLP_CONTAINER": "1",
        "PATH": path,
        "PYTHONWARNINGS": "ignore",
    }
    return {**env, **own, **{name: str(value) for name, value in given.items()}}


class Door:
    """What the proxy does: takes turns, and asks the other one when a process does not answer.

    As Caddy does, it asks again only when nothing was received, or the request was a GET.
    """

    def __init__(self, ports: list[int]) -> None:
        self.ports, self.turns = ports, itertools.cycle(ports)

    def get(self, path: str, session: str = "") -> int:
        end = time.monotonic() + 10
        while True:
            try:
                return self.ask(next(self.turns), path, session)
            except (OSError, http.client.HTTPException):
                if time.monotonic() > end:
                    return 502
                time.sleep(0.1)

    def ask(self, port: int, path: str, session: str = "") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        if session:
            headers["Cookie"] = f"__Host-session={session}"
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


class Crowd:
    """People who open page after page, and the answers they got."""

    def __init__(self, door: Door, pages: list[tuple[str, str]]) -> None:
        self.door, self.pages = door, pages
        self.answers: Counter[tuple[int, str]] = Counter()
        self.came: set[int] = set()
        self.over = threading.Event()

    @contextmanager
    def browsing(self, people: int, at_once: int) -> Iterator[None]:
        until(lambda: all(map(self.is_ready, self.door.ports)), what="both web processes")
        thread = threading.Thread(target=self.browse, args=(people, at_once))
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join()

    def is_ready(self, port: int) -> bool:
        try:
            return self.door.ask(port, "/readyz") == 200
        except OSError:
            return False

    def browse(self, people: int, at_once: int) -> None:
        with ThreadPoolExecutor(at_once) as threads:
            while not self.over.is_set():
                list(threads.map(self.visit, range(people)))

    def visit(self, number: int) -> None:
        for step in range(4):
            if self.over.is_set() and number in self.came:
                return
            session, path = self.pages[(number * 5 + step) % len(self.pages)]
            self.answers[self.door.get(path, session), path] += 1
            # Whoever has been there already takes time to read: the workers need the processor too.
            if self.over.wait(LINGERS if number in self.came else HURRIES):
                return
        self.came.add(number)


def let_an_hour_pass(schedule: str) -> None:
    """For a beat that is not running: as if it had been away for an hour."""
    with shelve.open(schedule, writeback=True) as store:  # noqa: S301 - beat's own file
        for name, entry in store["entries"].items():
            if name.startswith("sweep"):
                entry.last_run_at -= timedelta(hours=1)
