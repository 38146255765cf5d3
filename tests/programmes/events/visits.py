"""An event that is still to come, and the pages about it as a person opens them."""

from datetime import timedelta

from django.urls import reverse

from hlp.kit import clock
from tests.factories import events as made
from tests.factories.sessions import client_of


def soon(**more):
    now = clock.now()
    return made.event(starts_at=now + timedelta(days=20), now=now, **more)


def page(person, name, *args, method="get", data=None):
    client = client_of(person)
    return getattr(client, method)(reverse(f"programmes:{name}", args=args), data or {})
