"""Rows of the registry: a page, a model two rules must agree on, a list that must not grow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import reverse

from tests.access.roles import Role
from tests.access.world import World

OPENS, MOVES_ON, SIGN_IN, HIDDEN = "opens", "moves on", "sign in", "hidden"


@dataclass(frozen=True)
class Page:
    """One URL name: who may open it, and with what.

    Whoever is not in `opens_for` gets 404, or the sign-in page when nobody is signed in.
    """

    name: str
    opens_for: frozenset[Role]
    kwargs: Callable[[World], Mapping[str, Any]] = field(default=lambda world: {})
    method: Literal["GET", "POST"] = "GET"
    data: Callable[[World], Mapping[str, Any]] = field(default=lambda world: {})
    query: str = ""
    but: Mapping[Role, str] = field(default_factory=dict)  # who gets another answer
    moves_on: bool = False  # opening it leads straight to another page
    refreshes: bool = False  # it looks again by itself while a worker is at work
    is_html: bool = True  # False: a file or a machine's answer; no browser looks at it
    look_as: tuple[Role, ...] = ()  # whose view the browser checks; default: the first who may

    def url(self, world: World) -> str:
        return reverse(self.name, kwargs=dict(self.kwargs(world))) + self.query

    def looked_at_as(self) -> tuple[Role, ...]:
        """Roles as which the browser checks the page: one is enough where it looks alike."""
        if not self.is_html or self.moves_on or self.method == "POST":
            return ()
        return self.look_as or (next(role for role in Role if role in self.opens_for),)


@dataclass(frozen=True)
class Visible:
    """`Model.objects.visible_to(user)` and the permission must say the same of each object."""

    model: str
    permission: str
    make: Callable[[World], list[Any]]  # objects of both schools, in every state that matters


@dataclass(frozen=True)
class List:
    """A list page costs the same queries however long the list; `add(world, n)` adds n rows."""

    name: str
    seen_by: Role
    add: Callable[[World, int], object]
    query: str = ""
