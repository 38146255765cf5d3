"""manage.py send_reminders [--on DATE] [--dry-run]: what beat does each morning, by hand."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp.kit import clock, reminding


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise CommandError(f"“{text}” is not a date. Write it like 2022-03-11.") from wrong


class Command(BaseCommand):
    help = "Send today's reminders: one mail a person, each thing once however often this runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=a_day, metavar="DATE", help="as if it were this day")
        parser.add_argument("--dry-run", action="store_true", help="only print who would get what")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        on = options["on"] or clock.day_of(now)
        if options["dry_run"]:
            self._preview(on)
            return
        try:
            sent = reminding.send(on=on, now=now)
        except reminding.RulesFailed as failed:
            raise CommandError(str(failed)) from failed
        mails = "1 reminder mail is" if sent == 1 else f"{sent} reminder mails are"
        self.stdout.write(f"{on:%-d %B %Y}: {mails} on the way.")

    def _preview(self, on: date) -> None:
        failed = reminding.Failed()
        found = reminding.letters(on, failed)
        for letter in found:
            self.stdout.write(letter.to)
            for line, _ in letter.lines(on):
                self.stdout.write(f"  {line.title}")
        mails = "1 mail" if len(found) == 1 else f"{len(found)} mails"
        self.stdout.write(f"{on:%-d %B %Y}: {mails} would be sent. Nothing was.")
        for title, what in failed.items():
            self.stdout.write(f"“{title}” could not be worked out: {what}")
