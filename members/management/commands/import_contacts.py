from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp.kit import clock
from members.services import contacts


class Command(BaseCommand):
    help = "Take over the office's list of contacts: a CSV with the columns URN, name, role, email."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
            report = contacts.import_contacts(data=data, now=clock.now())
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        except contacts.CannotRead as why:
            raise CommandError(str(why)) from None
        self.stdout.write(str(report))
        for name in report.removed_names:
            self.stdout.write(f"  removed: {name}")
