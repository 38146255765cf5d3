from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from hlp.kit import clock
from members.services import people, roles
from members.states import PortalRole


class Command(BaseCommand):
    help = "Give a person a role, for example the first of the office. Makes the person if needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=[role.value for role in PortalRole])
        parser.add_argument("--name", default="", help="full name of a person to be made")

    def handle(self, *args: Any, **options: Any) -> None:
        role = PortalRole(options["role"])
        try:
            validate_email(options["email"])
            with transaction.atomic():
                user, made = people.find_or_create(email=options["email"], name=options["name"])
                roles.grant(user=user, role=role, from_on=clock.today(), by=None)
        except ValidationError:
            raise CommandError(f"{options['email']} is not an email address.") from None
        except roles.AlreadyHolds as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"{user} <{user.email}> is now {role.label}.")
        if made or not user.has_usable_password():
            self.stdout.write("They choose a password here, within a day:")
            self.stdout.write(people.password_link(user))
