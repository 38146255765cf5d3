"""Chasing the schools that have not signed: who is written to, what, and at most once in a week."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.mail import Mail
from hlp.kit.refusal import Refusal
from members.emails import chasing as post
from members.models import Affiliation, Chase, Contact, Invitation, Membership, Period, School, User
from members.services import inviting
from members.states import FunnelStage, MembershipState, SchoolRole

SIGNERS_UP = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)
PAUSE = timedelta(days=7)
AT_A_TIME = 200  # so that one press of a button stays a few seconds
STAGES = (FunnelStage.STARTED, FunnelStage.INVITED, FunnelStage.UNHEARD)


class NobodyToChase(Refusal):
    """Everybody was written to within the week, or there is no address."""


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: SchoolRole
    is_known: bool  # has an account at the school; others get a new personal link
    by_school: bool = False  # a colleague vouches, whoever sends the link again


@dataclass
class Plan:
    """What pressing the button would do, school by school."""

    period: Period
    stage: FunnelStage
    going: list[tuple[School, list[Person]]] = field(default_factory=list)
    too_soon: list[School] = field(default_factory=list)
    no_address: list[School] = field(default_factory=list)
    later: int = 0  # more than go at a time

    @property
    def mails(self) -> int:
        return sum(len(people) for _, people in self.going)


def plan(
    *, period: Period, stage: FunnelStage, urns: Collection[int] | None, now: datetime
) -> Plan:
    """Those ticked, or all of the stage; a handful of queries however many schools."""
    found = Plan(period, stage)
    schools = School.objects.eligible_for(period).in_stage(period, stage).order_by("name", "urn")
    if urns is not None:
        schools = schools.filter(pk__in=urns)
    recent = set(
        Chase.objects.filter(period=period, sent_at__gt=now - PAUSE).values_list(
            "school_id", flat=True
        )
    )
    rows = list(schools)
    found.too_soon = [school for school in rows if school.pk in recent]
    left = [school for school in rows if school.pk not in recent]
    people = _people(left, period, stage, now)
    found.no_address = [school for school in left if not people[school.pk]]
    going = [(school, people[school.pk]) for school in left if people[school.pk]]
    found.going, found.later = going[:AT_A_TIME], max(len(going) - AT_A_TIME, 0)
    return found


def chase(
    *,
    period: Period,
    stage: FunnelStage,
    urns: Collection[int] | None,
    by: User,
    now: datetime,
) -> Plan:
    """Write to them; two who press at once write once, because the period's row is locked."""
    access.require(by, "members.chase")
    with transaction.atomic(), audit.acting(by):
        Period.objects.select_for_update().get(pk=period.pk)
        done = plan(period=period, stage=stage, urns=urns, now=now)
        if not done.going:
            raise NobodyToChase(_why_nobody(done))
        for school, people in done.going:
            for person in people:
                _write(school, person, period, by, now)
        Chase.objects.bulk_create(
            Chase(school=school, period=period, stage=stage, sent_at=now, sent_by=by)
            for school, _ in done.going
        )
        audit.record(period, what="chased schools", by=by, schools=len(done.going))
    return done


def sample(done: Plan, now: datetime) -> Mail | None:
    """The text the first person would read."""
    if not done.going:
        return None
    school, people = done.going[0]
    known = people[0].is_known
    return post.compose(school, people[0].name, done.period, stage_is_known=known, now=now)


def _write(school: School, person: Person, period: Period, by: User, now: datetime) -> None:
    if person.is_known:
        post.send(school, person.name, person.email, period, now=now)
        return
    inviting.send(
        school=school,
        role=person.role,
        name=person.name,
        email=person.email,
        by=by,
        now=now,
        by_school=person.by_school,
    )


def _why_nobody(done: Plan) -> str:
    if done.too_soon:
        return "These schools were written to within the last seven days. Wait a little."
    return "There is no address on file for these schools. Import contacts or invite a person."


def _people(
    schools: Sequence[School], period: Period, stage: FunnelStage, now: datetime
) -> dict[int, list[Person]]:
    """By school: who has an account there, else who was invited, else who is on file."""
    found: dict[int, dict[str, Person]] = defaultdict(dict)
    urns = [school.pk for school in schools]
    posts = Affiliation.objects.current(clock.day_of(now)).filter(
        school__in=urns, role__in=SIGNERS_UP, user__is_active=True
    )
    for row in posts.select_related("user"):
        person = Person(row.user.name, row.user.email, SchoolRole(row.role), is_known=True)
        found[row.school_id].setdefault(person.email.lower(), person)
    invited = Invitation.objects.open().filter(school__in=urns, role__in=SIGNERS_UP)
    on_file = Contact.objects.filter(school__in=urns, role__in=SIGNERS_UP)
    rest: Sequence[Invitation | Contact] = [
        *(invited.order_by("-invited_at") if stage != FunnelStage.UNHEARD else ()),
        *(on_file.order_by("pk") if stage == FunnelStage.UNHEARD else ()),
    ]
    for other in rest:
        vouched = isinstance(other, Invitation) and other.by_school
        person = Person(other.name, other.email, SchoolRole(other.role), False, vouched)
        found[other.school_id].setdefault(person.email.lower(), person)
    if stage == FunnelStage.STARTED:
        _add_named_heads(found, urns, period)
    return {urn: list(found[urn].values()) for urn in urns}


def _add_named_heads(found: dict[int, dict[str, Person]], urns: list[int], period: Period) -> None:
    """The head a draft names, where nobody of the school has an account."""
    drafts = Membership.objects.filter(
        period=period, school__in=urns, state=MembershipState.DRAFT
    ).exclude(head_email="")
    for draft in drafts:
        if not found[draft.school_id]:
            person = Person(draft.head_name, draft.head_email, SchoolRole.HEADTEACHER, True)
            found[draft.school_id][person.email.lower()] = person
