"""Import the register of schools: `import_schools FILE [--la 312] [--links FILE] [--dry-run]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import User
from members.services import importing


class Command(BaseCommand):
    help = (
        "Bring the roster of schools to what a file of the register (Get Information About "
        "Schools) says. The same file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the register's CSV, or the ZIP as downloaded")
        parser.add_argument(
            "--la",
            action="append",
            default=[],
            metavar="CODE",
            help="only schools of this local authority, such as 312; may be given several times",
        )
        parser.add_argument("--links", type=Path, help="the register's CSV of links")
        parser.add_argument("--dry-run", action="store_true", help="report, but change nothing")
        parser.add_argument("--by", metavar="EMAIL", help="the person of the office who does this")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = importing.import_roster(
                options["file"],
                links=options["links"],
                la_codes=options["la"],
                dry_run=options["dry_run"],
                by=self._person(options["by"]),
                now=clock.now(),
                say=self._say,
            )
        except Refusal as refusal:
            self._say("")
            raise CommandError(str(refusal)) from refusal
        self._say("")
        for line in report.lines():
            self.stdout.write(line)

    def _person(self, email: str | None) -> User | None:
        if not email:
            return None
        try:
            return User.objects.active().get(email__iexact=email)
        except User.DoesNotExist:
            raise CommandError(f"Nobody with the address {email} has an account.") from None

    def _say(self, words: str) -> None:
        """How far it is, on one line that the report then replaces; nothing when piped."""
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{words}{' …' if words else ''}", ending="")
            self.stdout.flush()
