"""`make bench [ARGS="--schools 24000 --json FILE"]`: the portal as in production, measured.

A PostgreSQL of its own, two gunicorn workers, the demo's data in two sizes. Every figure is
this machine's, in this minute: compare ratios, not runs. Nothing here can fail for being slow.
"""

import argparse
import json
import os
import secrets
import traceback
from pathlib import Path

from tests.servers.folder import remove_run_folder, run_folder
from tests.servers.postgres import PostgresServer

SIZES = (100, 24_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--schools", type=int, nargs="*", default=SIZES, help="sizes of the demo")
    parser.add_argument("--requests", type=int, default=60, help="requests a page")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"))
    options = parser.parse_args()
    try:
        found = {size: measure(size, options.requests) for size in options.schools}
    finally:
        remove_run_folder()
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(found, indent=2) + "\n")
    print(f"\nWritten to {options.json}")


def measure(schools: int, requests: int) -> dict[str, object]:
    """One size, in a child process: settings and database are read once a process."""
    folder = run_folder() / str(schools)
    folder.mkdir(mode=0o755)
    server = PostgresServer(folder)
    server.start()
    result = folder / "result.json"
    pid = os.fork()
    if pid == 0:
        child(schools, requests, folder, server.url, result)
    _, status = os.waitpid(pid, 0)
    server.stop()
    if status:
        raise SystemExit(f"The bench of {schools} schools stopped with status {status}.")
    read: dict[str, object] = json.loads(result.read_text())
    return read


def child(schools: int, requests: int, folder: Path, url: str, result: Path) -> None:
    os.environ |= {
        "DATABASE_URL": url,
        "VAR_DIR": str(folder / "var"),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "localhost",
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "DJANGO_SETTINGS_MODULE": "hlp.settings.base",
    }
    from tests.bench import run  # noqa: PLC0415 - app ready: the settings are read now

    code = 1
    try:
        result.write_text(json.dumps(run.everything(schools, requests)))
        code = 0
    except BaseException:
        traceback.print_exc()  # os._exit would swallow it
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
