"""The panel page of 100 bids by 10 assessors, as a member of the board opens it (design 11)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bids.models import Call
from bids.services import closing, opening, preparing
from hlp.kit import clock
from members.models import Affiliation, MembershipYear, School, User
from members.services import roles
from members.states import PortalRole
from tests.factories import panels

BIDS, ASSESSORS = 100, 10


def pages() -> list[tuple[str, str]]:
    """The call is made for it; board1 is clear of every bid."""
    call = _call()
    schools = list(School.objects.exclude(pk__in=_where_people_work()).order_by("pk")[:BIDS])
    panels.grow(call, schools, _people())
    call = panels.moderating(call)
    return [
        (f"/bids/panel/{call.slug}/", "board1"),
        (f"/bids/panel/{call.slug}/?show=discuss", "board1"),
        (f"/bids/panel/{call.slug}/ranking/", "board1"),
    ]


def _call() -> Call:
    office = User.objects.get(email__startswith="office@")
    now = clock.now() - timedelta(days=60)
    agreed: dict[str, Any] = {"decided_on": now.date(), "minute_reference": "Bench"}
    moments: dict[str, Any] = {
        "opens_at": now,
        "questions_close_at": now + timedelta(days=20),
        "closes_at": now + timedelta(days=28),
        "marks_due_at": now + timedelta(days=45),
    }
    priority = preparing.create_priority(
        year=MembershipYear.objects.order_by("starts_on")[0],
        title="Bench",
        evidence="Bench",
        intended_outcome="Bench",
        baseline="Bench",
        by=office,
        now=now,
        **agreed,
    )
    call = preparing.create_call(
        priority=priority,
        title="Bench",
        **agreed,
        terms={
            "funding_ceiling": Decimal(30000),
            "lead_bids": 1,
            "minimum_panel": 3,
            "overall_threshold": None,
            "spread_flag": 2,
        },
        by=office,
        now=now - timedelta(days=1),
        **moments,
    )
    preparing.confirm_descriptors(call=call, by=office, now=now)
    opening.open_call(call=call, by=office, now=now)
    return closing.close(call=call, now=now + timedelta(days=29))


def _people() -> list[User]:
    """board1 and as many as it takes to be ten."""
    member = User.objects.get(email__startswith="board1@")
    made = [
        User.objects.create(name=f"Assessor {n}", email=f"assessor{n}@bench.example")
        for n in range(1, ASSESSORS)
    ]
    for person in made:
        roles.grant(user=person, role=PortalRole.PANEL_ASSESSOR, from_on=clock.today(), by=None)
    return [member, *made]


def _where_people_work() -> list[int]:
    posts = Affiliation.objects.filter(user__roles_held__isnull=False)
    return list(posts.values_list("school", flat=True))
