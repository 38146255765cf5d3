"""`manage.py export_person EMAIL`: what the portal holds about a person, as a ZIP file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hlp.kit import audit, clock
from hlp.subject_access import packing
from members.models import User


class Command(BaseCommand):
    help = "Write everything the portal holds about a person into a ZIP file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--to", default="your-data.zip", help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        user = person_with(options["email"])
        target = Path(options["to"])
        if target.exists():
            raise CommandError(f"{target} is there already. Name another file with --to.")
        target.write_bytes(packing.pack(user, clock.now()))
        target.chmod(0o600)
        audit.record(user, what="copy of personal data made by command", by=None)
        self.stdout.write(f"Wrote {target}. It holds personal data: hand it over and delete it.")


def person_with(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise CommandError(f"Nobody has an account with the address {email}.")
    return user
