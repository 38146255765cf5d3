"""Two gunicorn workers on loopback, ended by their own process id."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.polling import until

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def get(self, path: str, cookie: str) -> tuple[int, int]:
        """Status and bytes over the wire; a new connection, as a proxy may make one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "Accept-Encoding": "gzip",
            "Cookie": cookie,
        }
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        size = len(answer.read())
        connection.close()
        return answer.status, size

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(child) for child in children]

    def cpu_seconds(self) -> float:
        """User and system time of the workers so far."""
        fields = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            for pid in self.workers()
        ]
        return sum(int(row[11]) + int(row[12]) for row in fields) / TICKS

    def megabytes(self) -> list[int]:
        """Resident memory of each worker."""
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in self.workers()]
        return [int(text.split("VmRSS:")[1].split()[0]) // 1024 for text in statuses]


@contextmanager
def gunicorn(workers: int = 2) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "hlp.wsgi", "-w", str(workers), "-b", f"127.0.0.1:{port}"]
    process = subprocess.Popen([sys.executable, *command, "--log-level", "error"], cwd=ROOT)
    server = Server(port, process.pid)
    try:
        until(lambda: answers(server), what="gunicorn to answer")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(server: Server) -> bool:
    try:
        return server.get("/healthz", "")[0] == 200
    except OSError:
        return False
