"""`manage.py backup FILE`: database and files in one archive, safe to take while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp.backup import making
from hlp.kit import clock
from hlp.kit.refusal import Refusal


class Command(BaseCommand):
    help = "Write database and files into one archive. It holds personal data: keep it safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it; must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        self.verbosity = options["verbosity"]
        try:
            made = making.back_up(path, now=clock.now(), say=self.say)
        except Refusal as reason:
            raise CommandError(str(reason)) from reason
        except OSError as problem:
            raise CommandError(f"The archive could not be written: {problem}") from problem
        rows = sum(table.rows for table in made.tables.values())
        size = path.stat().st_size / 1_000_000
        done = f"{path}: {rows:,} rows, {len(made.files):,} files, {size:,.1f} MB, verified."
        self.stdout.write(self.style.SUCCESS(done))
        if made.missing:
            raise CommandError(
                f"The archive is whole, but {len(made.missing)} files that the database names are "
                f"missing or damaged in the store: {', '.join(made.missing[:5])}"
            )

    def say(self, sentence: str) -> None:
        if self.verbosity:
            self.stdout.write(sentence)
