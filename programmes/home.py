"""What waits for a person about programmes: what to plan next, to sign off, to answer."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from hlp.kit import clock, counting
from hlp.kit.templatetags.ui import uk_date
from hlp.kit.waiting import Waiting
from members.querysets import AnyUser
from programmes import commitments, home_of_places, invitations, school_years
from programmes.models import Asked, Programme, QualityNote
from programmes.querysets import led_from
from programmes.states import Standing

MOST_TO_ANSWER = 10


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """One question on quiet days; each subject asks its own only when it has something to say."""
    if not user.is_authenticated:
        return
    found = counting.at_once(
        user,
        running=Programme.objects.running(),
        offers=home_of_places.offers_to(user, now),
        unsigned=QualityNote.objects.filter(signed_off_at=None),
        owed=Asked.objects.of_person(user).at(now),
    )
    if found["running"]:
        yield from programmes_waiting(user, now)
        yield from calendar_waiting(user, now)
    if found["unsigned"]:
        yield from notes_waiting(user, found["unsigned"])
    if found["offers"]:
        yield from home_of_places.offers_waiting(user, now)
    if found["owed"]:
        yield from answers_waiting(user, now)


def programmes_waiting(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """To those who plan: commitments that are missed or that nothing is planned for."""
    urns = led_from(user)
    if not urns:
        return
    led = list(Programme.objects.running().filter(leads__school__in=urns).distinct().by_title())
    if not led:
        return
    found = commitments.standings_of(led, now)
    for programme in led:
        due = [row for row in found[programme.pk] if row.is_open and row.standing == Standing.DUE]
        if due:
            url = reverse("programmes:plan", kwargs={"programme_id": programme.pk})
            first = due[0]
            yield Waiting(
                f"Plan: {first.commitment}", url, f"{programme}. {first.sentence}", len(due)
            )


def notes_waiting(user: AnyUser, count: int) -> Iterator[Waiting]:
    """To the chair: quality notes to sign off."""
    if user.has_perm("programmes.sign_off_quality_note"):
        noun = "note" if count == 1 else "notes"
        url = reverse("programmes:impact_quality")
        yield Waiting(f"Quality {noun} to sign off", url, "", count)


def calendar_waiting(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """To the office: the school year that runs, or is about to, has no half-terms."""
    if not user.has_perm("programmes.manage_calendar"):
        return
    today = clock.day_of(now)
    first = today.year if today.month >= 6 else today.year - 1
    if school_years.next_without_dates(today) <= first:
        url = reverse("programmes:paste_half_terms") + "?usual=yes"
        yield Waiting("Enter the half-terms of the school year", url)


def answers_waiting(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """To who took part in an event, and to head and CPD lead of a school that is asked."""
    owed = Asked.objects.of_person(user).at(now).owing()
    owed = owed.select_related("survey", "school").order_by("survey__closes_at", "pk")
    for asked in owed[:MOST_TO_ANSWER]:
        if url := invitations.path_of(asked):
            by_when = f"About a minute, until {uk_date(asked.survey.closes_at)}."
            whose = f"For {asked.school}. " if asked.place_id is None else ""
            yield Waiting(f"Answer: {asked.survey}", url, f"{whose}{by_when}")
