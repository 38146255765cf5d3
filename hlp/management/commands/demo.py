"""`manage.py demo`: a partnership to try, with everything running in one process."""

import shutil
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hlp.demo import governance, people, story
from hlp.kit import clock


class Command(BaseCommand):
    help = "Make a fictional partnership and serve it on http://localhost:8000."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="begin again with an empty database"
        )
        parser.add_argument("--schools", type=int, default=100, help="how many schools (100)")
        parser.add_argument("--no-serve", action="store_true", help="make the data and stop")
        parser.add_argument("--port", type=int, default=8000, help="port to serve on (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is not for production. Use the settings hlp.settings.dev.")
        if not options["no_serve"]:
            require_free(options["port"])
            settings.SITE_URL = f"http://localhost:{options['port']}"  # links in the demo's mails
        if options["reset"]:
            self.say("Removing the old demo")
            reset()
        self.say("Preparing the database")
        call_command("migrate", verbosity=0, interactive=False)
        if story.exists():
            self.say("The demo's data is there already (--reset begins again)")
        else:
            story.tell(schools=options["schools"], now=clock.now(), say=self.say)
        if options["no_serve"]:
            self.stdout.write(people.who_can_sign_in() + governance.passphrases_to_try())
        else:
            self.serve(options["port"])

    def serve(self, port: int) -> None:
        from hlp.demo import server  # noqa: PLC0415 - slow library: Celery's worker

        def ready() -> None:
            self.stdout.write(people.who_can_sign_in() + governance.passphrases_to_try())
            self.stdout.write(self.style.SUCCESS(f"\nReady: http://localhost:{port}"))
            self.stdout.write("Stop with Ctrl+C.\n")
            self.stdout.flush()

        server.serve(port, ready)

    def say(self, sentence: str) -> None:
        self.stdout.write(f"· {sentence}")
        self.stdout.flush()


def require_free(port: int) -> None:
    """A sentence instead of a traceback when something listens there already."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"Something is already using port {port}. Stop it, or choose another: "
                f"python3 manage.py demo --port {port + 1}"
            )


def reset() -> None:
    """Empty the demo's database, and remove its files and its broker's folder."""
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        connection.close()
        for leftover in database.parent.glob(f"{database.name}*"):
            leftover.unlink()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for folder in ("files", "broker", "broker-done", "broker-control", "mail"):
        shutil.rmtree(settings.VAR_DIR / folder, ignore_errors=True)
        (settings.VAR_DIR / folder).mkdir(parents=True)
