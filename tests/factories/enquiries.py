"""Questions to the partnership office. Answering and closing are services."""

import factory
from factory.django import DjangoModelFactory

from hlp.kit import clock
from members.models import Enquiry, User
from members.services import enquiring


class EnquiryFactory(DjangoModelFactory[Enquiry]):
    class Meta:
        model = Enquiry

    name = "Quentin Question"
    email = factory.Sequence(lambda n: f"quentin.{n}@example.org")
    question = "May a nursery school join?"
    asked_at = factory.LazyFunction(clock.now)


def closed(by: User) -> Enquiry:
    note = "Answered by telephone."
    return enquiring.close(enquiry=EnquiryFactory.create(), note=note, by=by, now=clock.now())
