"""What happens to a closed school's membership and people: its one open successor carries on.

Only what is beyond doubt happens by itself (one successor, no membership of its own); splits,
mergers of two members and schools without a successor are named for the office to decide.
"""

from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit, clock
from members.models import User
from members.services.succeeding import memberships, people
from members.services.succeeding.lineage import Lineage
from members.services.succeeding.report import CarriedOn, Succession

__all__ = ["CarriedOn", "Succession", "carry_on"]


def carry_on(*, now: datetime, by: User | None = None) -> Succession:
    """Carry on whatever closed schools left behind; a second call finds nothing to do."""
    if by is not None:
        access.require(by, "members.import_roster")
    today = clock.day_of(now)
    done = Succession()
    with transaction.atomic(), audit.acting(by, what="succession"):
        left = memberships.of_closed_schools()
        posts = people.posts_at_closed_schools(today)
        schools = {row.school_id for row in (*left, *posts) if row.school_id}
        lineage = Lineage.of(schools, on=today)
        stuck = memberships.carry(done, left, lineage, now)
        going = [post for post in posts if post.school_id not in stuck]
        people.carry(done, going, lineage, today)
        memberships.ask_about_open_schools(done, today)
    return done
