"""A programme begins: with an award, which brings its promises along, or by the office's hand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from bids.models import Award, BidVersion
from bids.states import ExpectationKind, PartnerState
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import Period, School, User
from programmes.models import LeadSchool, Programme
from programmes.services.planning import Promise, renew
from programmes.states import CommitmentKind

TITLE = 120
YEAR = 364  # days after the first: the prospectus describes support over a calendar year

KINDS = {
    ExpectationKind.KICK_OFF: CommitmentKind.KICK_OFF,
    ExpectationKind.HALF_TERMLY: CommitmentKind.ENGAGEMENT,
    ExpectationKind.OUTSIDE: CommitmentKind.EXPERTISE,
    ExpectationKind.LEARNING_EVENT: CommitmentKind.LEARNING_EVENT,
    ExpectationKind.MATERIALS: CommitmentKind.RESOURCES,
}


class WrongProgramme(Refusal):
    """What was given makes no programme."""


def open_programme(
    *,
    period: Period,
    title: str,
    about: str,
    outcome: str,
    from_on: date,
    to_on: date,
    lead_schools: Sequence[School],
    by: User,
    now: datetime,
) -> Programme:
    """A draft with its minimum commitments; the first school named coordinates."""
    access.require(by, "programmes.open_programme")
    if from_on >= to_on:
        raise WrongProgramme("The last day of a programme comes after its first.")
    if not lead_schools:
        raise WrongProgramme("Name at least one school that leads the programme.")
    if Programme.objects.filter(period=period, title=title.strip()).exists():
        raise WrongProgramme("There is a programme of that title already. Give this one another.")
    with transaction.atomic(), audit.acting(by):
        programme = Programme.objects.create(
            period=period,
            title=title.strip(),
            about=about.strip(),
            outcome=outcome.strip(),
            from_on=from_on,
            to_on=to_on,
            created_at=now,
            created_by=by,
        )
        _lead(programme, lead_schools)
        renew(programme, {})
    return programme


def open_from_awards(*, awards: Iterable[Award], by: User, now: datetime) -> list[Programme]:
    """One programme an award, in the transaction that publishes it; again changes nothing."""
    with transaction.atomic(), audit.acting(by):
        return [_from_award(award, by, now) for award in awards]


def _from_award(award: Award, by: User, now: datetime) -> Programme:
    if known := Programme.objects.filter(award=award).first():
        return known
    bid, priority = award.bid, award.priority
    version = bid.versions.order_by("-number").first()
    promises = _promises(version)
    from_on, to_on = _dates(award, promises.values(), now)
    programme = Programme.objects.create(
        period=priority.year.period,
        priority=priority,
        award=award,
        title=_title(award),
        about=(bid.summary or bid.title).strip()[:4000],
        outcome=priority.intended_outcome[:2000],
        from_on=from_on,
        to_on=to_on,
        created_at=now,
        created_by=by,
    )
    partners = bid.partners.filter(state=PartnerState.ACCEPTED).select_related("school")
    _lead(programme, [bid.lead_school, *(row.school for row in partners.order_by("pk"))])
    renew(programme, promises)
    if programme.about:  # else the lead school first says what it offers
        states.make(programme, "begin", by=by, now=now)
    return programme


def _lead(programme: Programme, schools: Sequence[School]) -> None:
    for number, school in enumerate(dict.fromkeys(schools)):
        LeadSchool.objects.create(programme=programme, school=school, is_coordinator=not number)


def _promises(version: BidVersion | None) -> dict[CommitmentKind, Promise]:
    """What the awarded version promised under each of the prospectus's expectations."""
    sections = version.content.get("sections", {}) if version else {}
    found = {}
    for expected, kind in KINDS.items():
        section = sections.get(expected.value) or {}
        on = section.get("planned_on")
        planned = date.fromisoformat(on) if on else None
        found[kind] = Promise(text=(section.get("text") or "").strip(), on=planned)
    return found


def _dates(award: Award, promises: Iterable[Promise], now: datetime) -> tuple[date, date]:
    """From when support starts, for a calendar year or as long as was promised."""
    year = award.priority.year
    period = year.period
    planned = [promise.on for promise in promises if promise.on]
    from_on = max(period.support_starts_on or period.starts_on, year.starts_on)
    to_on = max([min(from_on + timedelta(days=YEAR), period.ends_on), *planned])
    return min([from_on, *planned]), max(to_on, from_on + timedelta(days=1))


def _title(award: Award) -> str:
    """The priority's; a second award for it says whose it is."""
    title = award.priority.title[:TITLE]
    period = award.priority.year.period
    if not Programme.objects.filter(period=period, title=title).exists():
        return title
    return f"{title} ({award.bid.lead_school})"[:TITLE]


def show_programme(*, programme: Programme, by: User, now: datetime) -> Programme:
    """From now on everybody sees it."""
    return states.make(programme, "open", by=by, now=now)


def close_programme(*, programme: Programme, by: User, now: datetime) -> Programme:
    return states.make(programme, "close", by=by, now=now)


def reopen_programme(*, programme: Programme, by: User, now: datetime) -> Programme:
    return states.make(programme, "reopen", by=by, now=now)
