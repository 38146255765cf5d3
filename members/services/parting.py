"""The end of a post at a school, whichever service ends it, and of what hung on it the same day."""

from datetime import date, datetime, timedelta

from members.emails import people as letters
from members.models import Affiliation, Membership, RoleHeld, School
from members.querysets import RoleHeldQuerySet
from members.services import inviting, roles
from members.states import OVER_STATES, SchoolRole

ACTS = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)
DAY = timedelta(days=1)


def end_post(post: Affiliation, *, last_day: date, now: datetime) -> None:
    """Called inside the transaction of the service that may end it; checks no permission itself.

    A day before the first means it was never held. What the person may do for the school by a role
    ends with the last post there; invitations they sent end with it too, in the night if it is to
    come.
    """
    post.to_on = max(last_day, post.from_on - DAY)
    post.save(update_fields=["to_on"])
    if gone := roles.last_day_at(post.school, post.user):
        end_roles(RoleHeld.objects.filter(user=post.user_id, school=post.school_id), gone)
    if post.role in ACTS:
        inviting.revoke_of_leavers(now=now)
        tell_if_nobody_acts(school=post.school, on=post.to_on + DAY, now=now)


def end_roles(of_a_school: RoleHeldQuerySet, last_day: date) -> None:
    """Voting deputies, programme leads: none has a day after this one."""
    for held in of_a_school.not_over(last_day + DAY).order_by("pk"):
        on = max(last_day, held.from_on - DAY)
        if held.to_on is None or held.to_on > on:
            roles.end(held=held, on=on, by=None)


def tell_if_nobody_acts(*, school: School, on: date, now: datetime) -> bool:
    """Write to the school's own office, and ours, where from that day on nobody can act for it."""
    posts = Affiliation.objects.current(on).filter(school=school, role__in=ACTS)
    if posts.filter(user__is_active=True).exists():
        return False
    live = Membership.objects.filter(school=school).exclude(state__in=OVER_STATES)
    membership = live.order_by("-period__starts_on").first()
    if membership is None:
        return False
    letters.nobody_acts(membership, on=on, now=now)
    return True
