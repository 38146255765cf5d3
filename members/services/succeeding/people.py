"""People of a closed school follow it, so that nobody loses the portal over a change of URN."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from members.models import Affiliation, RoleHeld
from members.services.succeeding.lineage import Heir, Lineage
from members.services.succeeding.report import Succession, named
from members.states import EstablishmentStatus, SchoolRole

Post = Affiliation | RoleHeld


def posts_at_closed_schools(today: date) -> list[Post]:
    """Affiliations, and roles held for a school (voting deputy), that last beyond today."""
    lasting = _beyond(today) & Q(school__status=EstablishmentStatus.CLOSED)
    affiliations = Affiliation.objects.filter(lasting).select_related("school")
    roles = RoleHeld.objects.filter(lasting).select_related("school")
    return [*affiliations.order_by("pk"), *roles.order_by("pk")]


def carry(done: Succession, posts: Sequence[Post], lineage: Lineage, today: date) -> None:
    for post in posts:
        heir = lineage.heir(post.school) if post.school else ""
        if isinstance(heir, str) or post.school is None:
            continue  # no one way to go; where there is a membership the office is asked already
        if is_head(post) and not _stays_head(post, heir, lineage, today):
            done.ask(
                f"{named(post.school)} is carried on by {named(heir.school)}: decide whether its "
                "headteacher is the headteacher there."
            )
            continue
        follow(post, heir, today)
        done.people += 1


def _beyond(today: date) -> Q:
    return Q(to_on=None) | Q(to_on__gt=today)


def is_head(post: Post) -> bool:
    return isinstance(post, Affiliation) and post.role == SchoolRole.HEADTEACHER


def _stays_head(post: Post, heir: Heir, lineage: Lineage, today: date) -> bool:
    """A school under a new number keeps its head; after a merger only one of them may sign."""
    heads = Affiliation.objects.heads().current(today).filter(school=heir.school)
    return lineage.is_same_school(heir) and not heads.exclude(user=post.user_id).exists()


def follow(post: Post, heir: Heir, today: date) -> None:
    """End the row at the old school and open the same one at its successor, from the change on."""
    from_on, to_on = max(post.from_on, heir.since or today), post.to_on
    post.to_on = max(post.from_on, from_on - timedelta(days=1))
    post.save(update_fields=["to_on"])
    same = type(post)._default_manager.filter(user=post.user_id, role=post.role, school=heir.school)
    if same.filter(_beyond(today)).exists():
        return
    post.pk, post._state.adding = None, True  # a copy: who vouched and how stays as it was
    post.school, post.from_on, post.to_on = heir.school, from_on, to_on
    post.save()
