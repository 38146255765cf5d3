"""`manage.py apply_retention`: what has been kept long enough goes. Runs every night by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hlp.kit import clock
from hlp.subject_access import keeping


class Command(BaseCommand):
    help = "Remove what has been kept long enough (design 12), and count what people decide on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        for line in keeping.apply(now=clock.now(), dry_run=options["dry_run"]):
            self.stdout.write(f"{line.count:6}  {line.what}{'' if line.done else ' (counted)'}")
