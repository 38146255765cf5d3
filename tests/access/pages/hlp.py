"""Pages of the house itself."""

from hlp.kit import clock
from hlp.subject_access import exporting
from tests.access.page import List, Page, Visible
from tests.access.roles import EVERYONE, SIGNED_IN, Role
from tests.factories.reminders import add_said

OFFICE = frozenset({Role.OFFICE})

# Anyone reads these.
PUBLIC = (
    *("privacy", "cookies", "accessibility"),
    *("help", "help_joining", "help_signing", "help_invoices", "help_people", "help_second-factor"),
)


def of_head(world):
    return {"pk": world.people[Role.HEAD].pk}


def of_copy(world):
    """Made once, whoever asks for it."""
    key = f"{world.people[Role.HEAD].pk}:20220301"
    return {"pk": exporting.make(key=key, now=clock.now()).pk}


def document_of(world):
    return {"document": of_copy(world)["pk"]}


PAGES = [
    *(Page(name, EVERYONE) for name in PUBLIC),
    Page("robots", EVERYONE, is_html=False),
    Page("security", EVERYONE, is_html=False),
    Page("favicon", EVERYONE, is_html=False, moves_on=True),
    Page("prospectus", EVERYONE, look_as=(Role.ANONYMOUS, Role.HEAD)),
    Page("home", SIGNED_IN, look_as=tuple(role for role in Role if role in SIGNED_IN)),
    Page("healthz", EVERYONE, is_html=False),
    Page("readyz", EVERYONE, is_html=False),
    Page("styleguide", EVERYONE),
    # The office: reminders
    Page("reminder_list", OFFICE),
    Page("reminder_preview", OFFICE),
    Page("reminder_log", OFFICE, query="?words=school"),
    Page(
        "switch_reminder",
        OFFICE,
        lambda world: {"rule": "members.claim_waiting"},
        method="POST",
        data=lambda world: {"is_on": "no"},
    ),
    Page("try_reminders_again", OFFICE, method="POST"),
    # What is held on a person
    Page("your_data", SIGNED_IN),
    Page("ask_copy", SIGNED_IN, method="POST"),
    Page("own_copy", frozenset({Role.HEAD}), of_copy, is_html=False),
    Page("person_data", OFFICE, of_head),
    Page("ask_person_copy", OFFICE, of_head, method="POST"),
    Page("person_copy", OFFICE, lambda world: of_head(world) | document_of(world), is_html=False),
    Page(
        "erase_person",
        OFFICE,
        of_head,
        method="POST",
        data=lambda world: {"email": world.people[Role.HEAD].email, "checked": "on"},
    ),
]
VISIBLE: list[Visible] = []
LISTS: list[List] = [
    List("reminder_list", Role.OFFICE, lambda world, count: add_said(count)),
    List("reminder_log", Role.OFFICE, lambda world, count: add_said(count)),
]
