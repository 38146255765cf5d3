#!/usr/bin/env python3
"""The portal's one command, and the set-up that every command needs.

Started outside .venv it makes .venv, installs the locked packages, builds the front-end
parts and starts itself again inside; what is done already is not done again. It uses the
standard library alone, because at first there is nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

try:
    import fcntl
except ImportError:  # Windows: two set-ups at once are then not kept apart
    fcntl = None  # type: ignore[assignment]

OLDEST = (3, 11)
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NOTES = ROOT / ".setup"  # the lock and the log
LOG = NOTES / "log"
TAIL = 20  # lines of a failed step's output worth showing

# Each stamp lies inside what it vouches for: delete the one and the other goes with it.
ENVIRONMENT = VENV / ".setup-environment"
PACKAGES = VENV / ".setup-packages"
DEVELOPMENT = VENV / ".setup-development"
NODE = VENV / ".setup-node"
PANGO = VENV / ".setup-pango"
CHROMIUM = VENV / ".setup-chromium"
FRONT_END = ROOT / "node_modules" / ".setup"
ASSETS = ROOT / "static" / "build" / ".setup"

# What WeasyPrint loads, and the Debian packages that bring all of it.
LIBRARIES = {
    "linux": "gobject-2.0.so.0 pango-1.0.so.0 pangoft2-1.0.so.0 harfbuzz.so.0 harfbuzz-subset.so.0 "
    "fontconfig.so.1",
    "darwin": "gobject-2.0.0.dylib pango-1.0.dylib pangoft2-1.0.dylib harfbuzz.0.dylib "
    "harfbuzz-subset.0.dylib fontconfig.1.dylib",
    "win32": "gobject-2.0-0.dll pango-1.0-0.dll pangoft2-1.0-0.dll harfbuzz-0.dll "
    "harfbuzz-subset-0.dll fontconfig-1.dll",
}
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
OLD_NODE = "process.exit(process.versions.node.split('.')[0] < 20 ? 1 : 0)"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Failed(Exception):
    """A step that the portal cannot do without has failed; the text says what to do."""


class Missing(Exception):
    """Something the portal starts without is not there; the text says what to do."""


class Step(NamedTuple):
    title: str
    stamp: Path
    key: str  # what the stamp holds once the step is done for the files as they are now
    work: Callable[[SetUp], None]


def main(arguments: list[str]) -> None:
    if sys.version_info < OLDEST:
        sys.exit(too_old(sys.version_info))
    if os.environ.get("HLP_CONTAINER") != "1" and os.environ.get("HLP_SETUP") != "skip":
        get_ready(arguments)
    command = arguments[0] if arguments else ""
    if command == "setup":
        say("Ready: everything is set up.")
    elif command == "test":
        from tests import legs

        sys.exit(legs.run_tests(arguments[1:], path=path_inside()))
    else:
        run_django()


def too_old(version: Sequence[object]) -> str:
    return (
        f"The portal needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this is Python "
        f"{version[0]}.{version[1]}. Install a newer one, then start the command with it, for "
        "example: python3.11 manage.py demo"
    )


def say(text: str, end: str = "\n") -> None:
    """On standard error, so that what a command prints can still be piped."""
    print(text, end=end, file=sys.stderr, flush=True)


# What has to be done


def get_ready(arguments: list[str]) -> None:
    """Return inside a .venv that is ready; outside it, start again inside."""
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if inside and arguments[:1] == ["setup"]:
        start_again(sys._base_executable)  # type: ignore[attr-defined]  # .venv may have to be made anew
    if not inside:
        set_up(arguments)
        if arguments[:1] != ["setup"]:
            start_again(str(PYTHON))
    elif behind := [step.title for step in steps(arguments) if step.key != "found"]:
        hint = "setup --dev" if needs_development(arguments) else "setup"
        say(f"Fallen behind: {', '.join(behind)}. To catch up: python3 manage.py {hint}")


def needs_development(arguments: list[str]) -> bool:
    return arguments[:1] == ["test"] or (arguments[:1] == ["setup"] and "--dev" in arguments)


def needs_browser(arguments: list[str]) -> bool:
    if arguments[:1] != ["test"]:
        return False
    from tests import legs  # the standard library alone, as here; not in the container image

    return "journeys" in legs.asked_for(arguments[1:])[0]


def steps(arguments: list[str]) -> list[Step]:
    """The steps that this command needs and that are not done yet."""
    locks = ROOT / "requirements"
    runtime = [locks / "runtime.txt", locks / "assets.txt"]
    front_end = [ROOT / "package-lock.json"]
    build = [*front_end, locks / "assets.txt", ROOT / "static" / "compile.py"]
    build += sorted((ROOT / "static" / "scss").rglob("*.*ss"))
    sound = environment_is_sound()
    made_by = stamped(ENVIRONMENT) if sound else VERSION  # any Python may start what another made
    wanted = [
        Step("Making .venv for Python packages", ENVIRONMENT, made_by, SetUp.make_environment),
        Step("Installing Python packages", PACKAGES, digest(runtime), SetUp.install_packages),
    ]
    if needs_development(arguments):
        key = digest([*runtime, locks / "dev.txt"])
        wanted += [Step("Installing the test tools", DEVELOPMENT, key, SetUp.install_development)]
    wanted += [
        Step("Looking for Node", NODE, digest([locks / "node.txt"]), SetUp.look_for_node),
        Step("Fetching front-end parts", FRONT_END, digest(front_end), SetUp.install_front_end),
        Step("Building styles, scripts and fonts", ASSETS, digest(build), SetUp.build),
        Step("Looking for Pango, which makes PDFs", PANGO, "found", SetUp.look_for_pango),
    ]
    if needs_browser(arguments):
        wanted += [Step("Looking for Chromium", CHROMIUM, "found", SetUp.look_for_chromium)]
    return [
        step
        for step in wanted
        if stamped(step.stamp) != step.key or (not sound and step.stamp.parent == VENV)
    ]


def environment_is_sound() -> bool:
    """.venv was finished, and the Python that it was made with has not moved on."""
    if not PYTHON.exists() or not stamped(ENVIRONMENT):
        return False
    same_python = os.path.realpath(PYTHON) == os.path.realpath(sys.executable)
    return not same_python or stamped(ENVIRONMENT) == VERSION


def stamped(stamp: Path) -> str:
    try:
        return stamp.read_text("utf-8")
    except OSError:
        return ""


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()


# Doing it


def set_up(arguments: list[str]) -> None:
    if not steps(arguments):
        return
    try:
        with one_at_a_time() as lock, LOG.open("wb") as log:
            # Asked again: whoever held the lock may have done it all meanwhile.
            perform(steps(arguments), SetUp(log, lock))
    except KeyboardInterrupt:
        say("\nStopped. Start the command again to go on with the set-up.")
        sys.exit(130)
    except OSError as problem:
        sys.exit(f"\nThe set-up could not go on: {problem}")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[IO[bytes]]:
    NOTES.mkdir(exist_ok=True)
    with (NOTES / "lock").open("ab") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another start is setting the portal up; waiting for it …")
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def perform(todo: list[Step], on: SetUp) -> None:
    for number, step in enumerate(todo, start=1):
        say(f"[{number}/{len(todo)}] {step.title} …", end="")
        started = time.monotonic()
        before = on.log.tell()
        try:
            step.work(on)
        except Missing as advice:
            mark(step.stamp, "missing")
            say(f"  not found\n      {advice}")
        except Failed as advice:
            say(f"  failed after {time.monotonic() - started:.0f} s\n")
            say(last_lines(before))
            sys.exit(f"\nThe set-up stopped here. {advice}\nIts whole output is in {LOG}.")
        else:
            mark(step.stamp, step.key)
            say(f"  {time.monotonic() - started:.0f} s")


def mark(stamp: Path, key: str) -> None:
    stamp.write_text(key, "utf-8")


def last_lines(start: int) -> str:
    lines = LOG.read_bytes()[start:].decode(errors="replace").splitlines()
    return "\n".join(f"      {line}" for line in lines[-TAIL:])


class SetUp:
    """The work of the steps, each command of it with its output in the log."""

    def __init__(self, log: IO[bytes], lock: IO[bytes]) -> None:
        self.log = log
        self.lock = lock

    def run(self, *command: str | Path, **variables: str) -> bool:
        self.log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        self.log.flush()
        # A child that outlives a killed set-up keeps the lock until it has finished.
        held = [self.lock.fileno()] if fcntl else []
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            check=False,
            pass_fds=held,
        )
        self.log.seek(0, os.SEEK_END)
        return done.returncode == 0

    def make_environment(self) -> None:
        shutil.rmtree(VENV, ignore_errors=True)
        uv = shutil.which("uv")
        if not uv or not self.run(uv, "venv", "--python", sys.executable, VENV):
            self.make_environment_with_pip()

    def make_environment_with_pip(self) -> None:
        make = (sys.executable, "-m", "venv", "--clear", VENV)
        package = f"python{VERSION}-venv"  # of its own in Debian, part of Python elsewhere
        if not self.run(*make) and not (self.install_debian(package) and self.run(*make)):
            raise Failed(
                "Python's own venv module is needed. On Debian and Ubuntu: "
                f"sudo apt-get install {package}"
            )

    def install_packages(self) -> None:
        self.install("runtime", "assets")

    def install_development(self) -> None:
        self.install("dev", "assets")

    def install(self, *locks: str) -> None:
        """While packages change .venv is unfinished: if this is killed, it is made anew."""
        made_by = stamped(ENVIRONMENT)
        ENVIRONMENT.unlink()
        files = [part for lock in locks for part in ("-r", f"requirements/{lock}.txt")]
        installed = self.install_with_uv(files) or self.install_with_pip(files)
        mark(ENVIRONMENT, made_by)
        if not installed:
            raise Failed(
                "Is the network there, and can pip reach its package index? "
                "Then start the command again."
            )

    def install_with_uv(self, files: list[str]) -> bool:
        uv = shutil.which("uv")
        into = ("--python", PYTHON, "--require-hashes")
        return bool(uv) and self.run(str(uv), "pip", "install", *into, *files)

    def install_with_pip(self, files: list[str]) -> bool:
        if not self.run(PYTHON, "-m", "pip", "--version"):  # uv made .venv, but could not fill it
            self.make_environment_with_pip()
        # Byte code is written when a module is first used; most of these never are.
        options = ("--require-hashes", "--no-compile", "--no-input", "--disable-pip-version-check")
        return self.run(PYTHON, "-m", "pip", "install", *options, *files)

    def look_for_node(self) -> None:
        """The machine's own if html-validate can use it, else the one that PyPI has."""
        node = shutil.which("node") if shutil.which("npm") else None
        if not node or not self.run(node, "--eval", OLD_NODE):
            self.install("node")

    def install_front_end(self) -> None:
        npm = shutil.which("npm", path=path_inside())
        options = ("--ignore-scripts", "--no-audit", "--no-fund")
        if not npm or not self.run(npm, "ci", *options, PATH=path_inside()):
            raise Failed("Is the network there, and can npm reach its package index?")

    def build(self) -> None:
        if not self.run(PYTHON, ROOT / "static" / "compile.py"):
            raise Failed("The lines above say what is wrong in static/scss.")

    def look_for_pango(self) -> None:
        if missing_libraries() and not self.install_once(PANGO, *PANGO_PACKAGES):
            raise Missing(f"The portal starts, but its PDFs wait until Pango is there: {how()}")

    def look_for_chromium(self) -> None:
        there = os.environ.get("E2E_CHROMIUM") or any(map(shutil.which, BROWSERS))
        if not there and not self.install_once(CHROMIUM, "chromium"):
            raise Missing("The browser journeys are left out until Chromium is there.")

    def install_once(self, stamp: Path, *packages: str) -> bool:
        """Tried once: what could not be had then would only slow every later start."""
        return stamped(stamp) != "missing" and self.install_debian(*packages)

    def install_debian(self, *packages: str) -> bool:
        if not shutil.which("apt-get") or os.geteuid() != 0:
            return False
        install = (
            "apt-get",
            "-o",
            "DPkg::Lock::Timeout=120",
            "install",
            "-y",
            "--no-install-recommends",
        )
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        if self.run(*install, *packages, **quiet):
            return True
        return self.run("apt-get", "update") and self.run(
            *install, *packages, **quiet
        )  # the lists were old


def missing_libraries() -> list[str]:
    try:
        import ctypes
    except ImportError:  # a Python built without libffi cannot ask, WeasyPrint can all the same
        return []
    missing = []
    for name in LIBRARIES.get(sys.platform, "").split():
        try:
            ctypes.CDLL(f"lib{name}")
        except OSError:
            missing.append(name)
    return missing


def how() -> str:
    if shutil.which("apt-get"):
        return f"sudo apt-get install {' '.join(PANGO_PACKAGES)}"
    if sys.platform == "darwin":
        return "brew install pango"
    if sys.platform == "win32":
        return "install Pango with MSYS2 and name its folder in WEASYPRINT_DLL_DIRECTORIES"
    return "install Pango with the system's package manager"


# Going on inside .venv


def path_inside() -> str:
    """PATH as an activated .venv has it: the tests find the Node that came with it, if one did."""
    return os.pathsep.join((str(PYTHON.parent), os.environ.get("PATH", os.defpath)))


def start_again(python: str) -> None:
    command = [python, *sys.orig_argv[1:]]
    if os.name == "nt":  # there the calling shell would not wait for what exec starts
        sys.exit(subprocess.call(command))
    os.execve(python, command, os.environ)


def run_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlp.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main(sys.argv[1:])
