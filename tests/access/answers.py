"""What a page answered, in the words the tests compare."""

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url

from tests.access.page import HIDDEN, MOVES_ON, OPENS, SIGN_IN, Page
from tests.access.roles import SIGNED_IN, Role
from tests.access.world import World
from tests.factories.sessions import client_of


def in_words(response: HttpResponseBase) -> str:
    """`opens`, `moves on` to another page, `sign in`, `hidden`, or the bare status."""
    if response.status_code in {302, 303}:
        to_sign_in = response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))
        return SIGN_IN if to_sign_in else MOVES_ON
    return {200: OPENS, 404: HIDDEN}.get(response.status_code, f"status {response.status_code}")


def asked_by(world: World, role: Role, url: str, method: str = "GET", data: object = None) -> str:
    """The answer to one person; whatever the page changed is taken back."""
    with transaction.atomic():
        client = client_of(world.people.get(role))
        answer = in_words(client.generic(method, url) if data is None else client.post(url, data))
        transaction.set_rollback(True)
    return answer


def answers(page: Page, world: World) -> dict[Role, str]:
    url = page.url(world)
    data = dict(page.data(world)) if page.method == "POST" else None
    return {role: asked_by(world, role, url, page.method, data) for role in Role}


def expected(page: Page) -> dict[Role, str]:
    opens = MOVES_ON if page.moves_on or page.method == "POST" else OPENS
    table = {
        role: opens if role in page.opens_for else HIDDEN if role in SIGNED_IN else SIGN_IN
        for role in Role
    }
    return {**table, **page.but}
