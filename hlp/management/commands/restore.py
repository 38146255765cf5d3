"""`manage.py restore FILE`: brings a backup back into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp.backup import restoring
from hlp.kit.refusal import Refusal
from invoicing.models import NumberSeries


class Command(BaseCommand):
    help = "Bring a backup back. The archive is checked whole before anything is touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive that `backup` wrote")
        parser.add_argument(
            "--replace", action="store_true", help="remove all that is in the database first"
        )
        parser.add_argument(
            "--send-post",
            action="store_true",
            help="let mail and work that waited go on; without it the office decides on each",
        )
        parser.add_argument(
            "--any-key", action="store_true", help="trust an archive of another SECRET_KEY"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        try:
            restored = restoring.restore(
                options["file"],
                replace=options["replace"],
                any_key=options["any_key"],
                send_post=options["send_post"],
                say=self.say,
            )
        except Refusal as reason:
            raise CommandError(str(reason)) from reason
        rows = sum(table.rows for table in restored.tables.values())
        done = f"Restored {rows:,} rows and {len(restored.files):,} files of {restored.made_at}."
        self.stdout.write(self.style.SUCCESS(done))
        if restored.missing:
            self.stdout.write(f"{len(restored.missing)} files were missing when it was made.")
        for series in NumberSeries.objects.order_by("prefix"):
            last = series.number(series.next_number - 1)
            self.stdout.write(f"Numbers go on after {last}: make sure that none later went out.")

    def say(self, sentence: str) -> None:
        if self.verbosity:
            self.stdout.write(sentence)
