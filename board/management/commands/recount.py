from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from board.models import Election
from board.services import publishing
from board.services.publishing import Tally
from board.states import OPENED_STATES


class Command(BaseCommand):
    help = "Count an election afresh and compare: with the declared result, the files, the roll."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("election", type=int, help="the number in the election's address")

    def handle(self, *args: Any, **options: Any) -> None:
        election = Election.objects.filter(pk=options["election"]).first()
        if election is None:
            raise CommandError(f"There is no election {options['election']}.")
        if election.state not in OPENED_STATES:
            raise CommandError(f"{election}: the box has not been opened, so nothing is counted.")
        for tally in publishing.tallies(election):
            self._show(tally)
        if faults := list(publishing.faults(election)):
            raise CommandError(" ".join(faults))
        self.stdout.write("The recount gives the same result. Roll, codes and votes agree.")

    def _show(self, tally: Tally) -> None:
        self.stdout.write(f"{tally.contest.title}: {tally.contest.seats} to elect")
        for line in tally.outcomes():
            self.stdout.write(f"{line.marks:>7}  {line.label}  {line.outcome}".rstrip())
        self.stdout.write(f"{tally.blanks:>7}  blank\n")
