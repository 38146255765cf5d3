"""A new head: invited by the office or the outgoing head, whose last day is set with it.

Handing over must never leave a school that nobody can act for: then its own office is told.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import Affiliation, Invitation, Membership, School, User
from members.services import inviting, parting
from members.states import OVER_STATES, SchoolRole


class WrongDay(Refusal):
    """The outgoing head's last day lies in the past."""


class SamePerson(Refusal):
    """The new head is the head already."""


class WhoLeaves(Refusal):
    """The school has several heads, and nobody said whose post ends."""


def change(
    *,
    school: School,
    name: str,
    email: str,
    last_day: date | None,
    by: User,
    now: datetime,
    outgoing: Affiliation | None = None,
) -> Invitation:
    """Invite the new head; the outgoing one's role ends with `last_day`, if one is given.

    A head hands over her own post. Others say whose it is, where there are several.
    """
    access.require(by, "members.change_head", school)
    today = clock.day_of(now)
    if last_day and last_day < today:
        raise WrongDay("The last day must be today or later")
    with transaction.atomic(), audit.acting(by, what="change of head"):
        heads = school.affiliations.select_for_update(of=("self",)).heads().current(today)
        posts = list(heads.select_related("user").order_by("pk"))
        for post in posts:
            if post.user.email == email.strip().lower():
                raise SamePerson(f"{post.user} is the headteacher already.")
        if last_day and posts:
            post = _outgoing(posts, outgoing, by)
            # Never later than it ended already.
            last_day = min(last_day, post.to_on or last_day)
            parting.end_post(post, last_day=last_day, now=now)
        # One new head: who was mistyped before never gets in.
        inviting.revoke_all(school.invitations.filter(role=SchoolRole.HEADTEACHER), now=now)
        return inviting.send(
            school=school, role=SchoolRole.HEADTEACHER, name=name, email=email, by=by, now=now
        )


def may_leave(posts: Sequence[Affiliation], by: User) -> list[Affiliation]:
    """Whose post this person can end by handing over."""
    return [post for post in posts if post.user_id == by.pk] or list(posts)


def _outgoing(posts: list[Affiliation], said: Affiliation | None, by: User) -> Affiliation:
    possible = may_leave(posts, by)
    if said is None and len(possible) == 1:
        return possible[0]
    for post in possible:
        if said is not None and post.pk == said.pk:
            return post
    raise WhoLeaves("Choose which headteacher leaves")


def take_over(*, school: School, head: User) -> None:
    """The new head's name and address on what is not over, so that mail finds her."""
    live = Membership.objects.filter(school=school).exclude(state__in=OVER_STATES)
    for membership in live.select_for_update():
        membership.head_name, membership.head_email = head.name, head.email
        membership.save(update_fields=["head_name", "head_email"])
