"""What waits for a person about programmes: what to plan next, to sign off, to answer."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.templatetags.ui import uk_date
from hlp.kit.waiting import Found, Subject, Waiting
from members.models import User
from programmes import commitments, home_of_places, invitations, school_years
from programmes.models import Asked, Commitment, Programme, QualityNote
from programmes.querysets import led_from

MOST_TO_ANSWER = 10


def _to_plan(user: User, now: datetime) -> QuerySet[Commitment] | None:
    """To those who plan: commitments whose time has come, also those planned or met already."""
    urns = led_from(user)
    if not urns:
        return None
    led = Programme.objects.running().filter(leads__school__in=urns)
    return commitments.coming_due(clock.day_of(now)).filter(programme__in=led.values("pk"))


def _plans(found: Found) -> Iterator[Waiting]:
    for programme, due in commitments.still_to_plan(found.rows, found.now).items():
        url = reverse("programmes:plan", kwargs={"programme_id": programme.pk})
        first = due[0]
        yield Waiting(f"Plan: {first.commitment}", url, f"{programme}. {first.sentence}", len(due))


def _notes(found: Found) -> Iterator[Waiting]:
    """To the chair: quality notes to sign off."""
    noun = "note" if found.count == 1 else "notes"
    url = reverse("programmes:impact_quality")
    yield Waiting(f"Quality {noun} to sign off", url, "", found.count)


def _calendar(found: Found) -> Iterator[Waiting]:
    """To the office: the school year that runs, or is about to, has no half-terms."""
    today = clock.day_of(found.now)
    first = today.year if today.month >= 6 else today.year - 1
    if school_years.next_without_dates(today) <= first:
        url = reverse("programmes:paste_half_terms") + "?usual=yes"
        yield Waiting("Enter the half-terms of the school year", url)


def _owed(user: User, now: datetime) -> QuerySet[Asked]:
    """Of who took part in an event, and of head and CPD lead of a school that is asked."""
    return Asked.objects.of_person(user).at(now).owing()


def _answers(found: Found) -> Iterator[Waiting]:
    owed = found.rows.select_related("survey__event", "school").order_by("survey__closes_at", "pk")
    for asked in owed[:MOST_TO_ANSWER]:
        if url := invitations.path_of(asked):
            by_when = f"About a minute, until {uk_date(asked.survey.closes_at)}."
            whose = f"For {asked.school}. " if asked.place_id is None else ""
            yield Waiting(f"Answer: {asked.survey}", url, f"{whose}{by_when}")


SUBJECTS = (
    Subject(_to_plan, _plans),
    Subject(lambda user, now: Programme.objects.running(), _calendar, "programmes.manage_calendar"),
    Subject(
        lambda user, now: QualityNote.objects.filter(signed_off_at=None),
        _notes,
        "programmes.sign_off_quality_note",
    ),
    Subject(home_of_places.offers_to, home_of_places.offers),
    Subject(_owed, _answers),
)
