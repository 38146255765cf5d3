"""What people have asked the demo's office: some wait, one is answered, one was nothing."""

from datetime import datetime, timedelta

from members.models import User
from members.services import enquiring

ASKED = (
    (
        "Joanne Fisk",
        "joanne.fisk@school.example",
        "Sipson Gate School",
        "Our governors meet in two weeks. Can we sign up after that and still get all support?",
    ),
    (
        "Martin Hale",
        "martin.hale@nursery.example",
        "",
        "We are a maintained nursery school. May we join, and is the fee the same for us?",
    ),
    (
        "Priya Nair",
        "priya.nair@trust.example",
        "A trust of three primary schools",
        "Our trust has three schools in Hillingdon. Can one person sign for all of them?",
    ),
    ("Best Prices", "sales@cheap.example", "", "We sell the best office chairs in London!"),
)


def ask(cast: dict[str, User], now: datetime) -> None:
    enquiries = [
        enquiring.ask(
            token=f"demo {number}",
            name=name,
            email=email,
            school_name=school,
            question=question,
            now=now - timedelta(days=number + 1, hours=3 * number),
        )
        for number, (name, email, school, question) in enumerate(ASKED)
    ]
    enquiring.answer(
        enquiry=enquiries[2],
        text="Yes. Send us the person’s name and email address, and we set it up for you.",
        seen=0,
        by=cast["office2"],
        now=now - timedelta(days=1),
    )
    enquiring.close(enquiry=enquiries[3], note="Advertising.", by=cast["office"], now=now)
