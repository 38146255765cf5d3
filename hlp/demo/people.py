"""The demo's people: one for each thing there is to do. Refused wherever DEBUG is off."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from members.models import User
from members.states import PortalRole as R
from members.states import SchoolRole as S

PASSWORD = "hillingdon learns together"  # noqa: S105 - of people who do not exist


@dataclass(frozen=True)
class Person:
    who: str  # the part of the address before @
    name: str
    what: str
    roles: tuple[R, ...] = ()  # the board's come with the seats that the story fills
    post: S | None = None  # at the demo school that the story gives them

    @property
    def email(self) -> str:
        return f"{self.who}@{settings.DEMO_DOMAIN}"


CAST = (
    Person("office", "Asha Raman", "the partnership office", (R.OFFICE,)),
    Person("office2", "Owen Price", "a second person of the office, to approve", (R.OFFICE,)),
    Person("clerk", "Clare Dobson", "clerk to the board", (R.CLERK,)),
    Person("finance", "Femi Adeyemi", "LA finance: approves and downloads", (R.FINANCE,)),
    Person("head.primary", "Helen Marsh", "head of a member school", (), S.HEADTEACHER),
    Person(
        "head.secondary",
        "Samuel Osei",
        "head of a secondary that has not signed",
        (),
        S.HEADTEACHER,
    ),
    Person("head.two", "Nadia Okoro", "head of one school, business manager of another"),
    Person("trust", "Theo Valentine", "signs for the schools of a trust"),
    Person("sbm", "Bina Shah", "business manager: prepares, cannot sign", (), S.BUSINESS_MANAGER),
    Person("board1", "Rosa Lindqvist", "board member for the LA"),
    Person("board2", "David Achterberg", "board member for the LA"),
    Person("board3", "Mariam Yusuf", "co-opted board member, finance"),
    Person("chair", "Caroline Whitmore", "independent chair"),
    Person("returning", "Ravi Menon", "returning officer", (R.RETURNING_OFFICER,)),
    Person("public", "Pat Green", "signed in, works at no school yet"),
)
BY_NAME = {person.who: person for person in CAST}


def make(person: Person, password_hash: str) -> User:
    user = User(email=person.email, name=person.name, is_staff=R.OFFICE in person.roles)
    user.password = password_hash
    user.save()
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def shared_password() -> str:
    """Hashed once: a good hash takes a third of a second."""
    return make_password(PASSWORD)


def who_can_sign_in() -> str:
    width = max(len(person.email) for person in CAST)
    lines = [f"  {person.email:<{width}}  {person.what}" for person in CAST]
    return "\n".join(["\nWho can sign in:", *lines, f"\n  Password of all: {PASSWORD}"])
