"""`manage.py erase_person EMAIL`: names, addresses and words of a person go for good."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from hlp.management.commands.export_person import person_with
from hlp.subject_access import erasing
from hlp.subject_access.erasable import REASONS_TO_KEEP


class Command(BaseCommand):
    help = "Erase a person. Says what stands in the way, and what stays and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        user = person_with(options["email"])
        if not options["yes"] and input(f"Erase {user} for good? Type yes: ") != "yes":
            raise CommandError("Nothing was erased.")
        try:
            done = erasing.erase(user=user, by=None, now=clock.now())
        except Refusal as why:
            raise CommandError(str(why)) from None
        self.stdout.write("Erased.")
        for what, count in done.items():
            self.stdout.write(f"  {what}: {count}")
        for reason in REASONS_TO_KEEP:
            self.stdout.write(reason)
