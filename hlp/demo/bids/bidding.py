"""Bids of the demo: written, partnered, submitted; and one still being written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bids.models import Bid, Call
from bids.services import editing, partnering, starting, submitting, writing
from bids.states import EditorRights, ExpectationKind, SectionKind
from hlp.demo.bids import words
from hlp.demo.bids.calls import Cast
from hlp.kit import clock
from members.models import Period, School, User

K = SectionKind


@dataclass(frozen=True)
class Words:
    """What a bid says; `strength` is what the panel will think of it."""

    title: str
    summary: str
    cost: str
    sections: dict[SectionKind, str]
    strength: tuple[int, int, int, int]


STRONG = Words(words.STRONG_TITLE, words.STRONG_SUMMARY, "22500.00", words.STRONG, (5, 4, 4, 4))
FAIR = Words(words.FAIR_TITLE, words.FAIR_SUMMARY, "19800.00", words.FAIR, (3, 3, 4, 2))
NEW = Words(words.NEW_TITLE, words.NEW_SUMMARY, "23950.00", words.FAIR, (4, 2, 3, 3))
CAREFUL = Words(words.CAREFUL_TITLE, words.FAIR_SUMMARY, "21000.00", words.FAIR, (3, 4, 3, 3))
DRAFT = Words(
    words.DRAFT_TITLE,
    words.DRAFT_SUMMARY,
    "26400.00",
    {**words.FAIR, K.CAPACITY: words.STRONG[K.CAPACITY]},
    (3, 4, 3, 3),
)
ON_SEND = (NEW, FAIR, CAREFUL)
ALL = (STRONG, FAIR, NEW, CAREFUL)


def others(period: Period, cast: Cast, own: School) -> Iterator[School]:
    """Member schools with a head who is none of the demo's people, nobody of the board."""
    seated = School.objects.filter(affiliations__user__roles_held__isnull=False)
    known = School.objects.filter(affiliations__user__in=cast.values())
    schools = School.objects.members_of(period).exclude(pk__in=seated).exclude(pk__in=known)
    for school in schools.exclude(pk=own.pk).order_by("urn"):
        if head_of(school):
            yield school


def head_of(school: School) -> User | None:
    post = school.affiliations.heads().select_related("user").order_by("pk").first()
    return post.user if post else None


def submitted(
    call: Call,
    school: School,
    said: Words,
    *,
    partners: Sequence[School] = (),
    now: datetime | None = None,
) -> Bid | None:
    """Two days before closing, or a day ago while the call is open."""
    head = head_of(school)
    if head is None:
        return None
    when = now - timedelta(days=1) if now else call.closes_at - timedelta(days=2)
    bid = _begun(call, school, said, head, when)
    for kind in SectionKind:
        _write(bid, kind, said.sections[kind], head, when)
    for partner in partners:
        _partner(bid, partner, head, when)
    submitting.submit(bid=Bid.objects.get(pk=bid.pk), by=head, now=when)
    return bid


def draft(call: Call, school: School, partner: School, now: datetime) -> None:
    """Half written, a partner asked, the business manager helping."""
    head, when = head_of(school), now - timedelta(days=3)
    if head is None:
        return
    bid = _begun(call, school, DRAFT, head, when)
    for kind in (K.EXPERTISE, K.CAPACITY, K.KICK_OFF, K.HALF_TERMLY):
        _write(bid, kind, DRAFT.sections[kind], head, when)
    partnering.ask(bid=bid, school=partner, part="Hosts two of the sessions.", by=head, now=when)
    editing.invite(
        bid=bid,
        email="reading.lead@demo.hlp.example",
        name="Lena Fisher",
        rights=EditorRights.EDIT,
        by=head,
        now=when,
    )


def _begun(call: Call, school: School, said: Words, head: User, when: datetime) -> Bid:
    bid = starting.start(call=call, school=school, by=head, now=when)
    return writing.save_details(
        bid=bid,
        title=said.title,
        summary=said.summary,
        cost=Decimal(said.cost),
        cost_notes="Release time for two leaders, four speakers, printing and hospitality.",
        revision=0,
        by=head,
        now=when,
    )


def _write(bid: Bid, kind: SectionKind, text: str, head: User, when: datetime) -> None:
    is_dated = kind.value in ExpectationKind.values
    support_starts_on = bid.call.priority.year.period.support_starts_on
    after = list(ExpectationKind.values).index(kind.value) * 60 + 14 if is_dated else 0
    starts = support_starts_on or clock.day_of(when)
    writing.save_section(
        bid=bid,
        kind=kind,
        text=text,
        planned_on=starts + timedelta(days=after) if is_dated else None,
        revision=0,
        by=head,
        now=when,
    )


def _partner(bid: Bid, school: School, head: User, when: datetime) -> None:
    asked = partnering.ask(
        bid=bid, school=school, part="Opens its nursery for visits.", by=head, now=when
    )
    if accepts := head_of(school):
        partnering.accept(partner=asked, by=accepts, now=when)
