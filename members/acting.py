"""Which of several roles a person acts in just now: said on every page, changed by a button.

It decides what comes first, never what is allowed: permissions look at every role held.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from hlp.kit.refusal import Refusal
from members.models import RoleHeld, School, User
from members.states import PortalRole, SchoolRole

SESSION_KEY = "acting_as"


class NotYours(Refusal):
    """One can act only in a role one holds."""


@dataclass(frozen=True)
class Part:
    """One thing a person is here: all they do at one school, or one role in the partnership."""

    key: str
    label: str
    since: date
    until: date | None = None
    school: School | None = None
    role: PortalRole | None = None


def parts_of(user: User) -> list[Part]:
    """Schools by name first, then roles in the partnership."""
    by_school: dict[School, list[tuple[SchoolRole, date, date | None]]] = {}
    for post in user.current_posts():
        line = (SchoolRole(post.role), post.from_on, post.to_on)
        by_school.setdefault(post.school, []).append(line)
    schools = [_at_school(school, lines) for school, lines in by_school.items()]
    return schools + [
        Part(
            key=f"role-{row.pk}",
            label=", ".join(str(word) for word in _words(row) if word),
            since=row.from_on,
            until=row.to_on,
            role=PortalRole(row.role),
        )
        for row in user.current_roles()
    ]


def acting_part(request: HttpRequest) -> Part | None:
    """The part that was chosen, else the first; None for whom there is nothing to choose."""
    user = getattr(request, "user", None)  # an error page may come before anybody is known
    if not isinstance(user, User) or user.count_of_parts() < 2:
        return None
    if not hasattr(request, "_acting_part"):
        parts = parts_of(user)
        request._acting_part = chosen(parts, request.session.get(SESSION_KEY, ""))  # type: ignore[attr-defined]
    part: Part | None = request._acting_part  # type: ignore[attr-defined]
    return part


def chosen(parts: Iterable[Part], key: str) -> Part | None:
    """A role that has ended since is no longer chosen."""
    listed = list(parts)
    return next((part for part in listed if part.key == key), listed[0] if listed else None)


def switch(request: HttpRequest, key: str) -> Part:
    """Act in this role until the session ends or another is chosen."""
    if not isinstance(request.user, User):
        raise NotYours("Sign in first.")
    mine = {part.key: part for part in parts_of(request.user)}
    if key not in mine:
        raise NotYours("You do not hold this role any more.")
    request.session[SESSION_KEY] = key
    return mine[key]


def _words(held: RoleHeld) -> tuple[object, ...]:
    return held.get_role_display(), held.trust, held.school


def _at_school(school: School, lines: list[tuple[SchoolRole, date, date | None]]) -> Part:
    ends = [until for _, _, until in lines]
    named = " and ".join(role.in_words for role, _, _ in lines)
    return Part(
        key=f"school-{school.pk}",
        label=f"{named[0].upper()}{named[1:]}, {school}",
        since=min(since for _, since, _ in lines),
        until=None if None in ends else max(end for end in ends if end),
        school=school,
    )
