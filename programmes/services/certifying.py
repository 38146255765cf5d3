"""Certificates: one of a place, for whoever took part in full; anybody with its code can check it.

The place's row is the lock: asked for twice at once, there is one.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from hlp.kit import access, audit, clock, documents, work
from hlp.kit.models import Document
from hlp.kit.refusal import Refusal, TryLater
from members.models import User
from programmes.documents import certificate_filename, render_certificate
from programmes.models import Asked, Certificate, Event, Place
from programmes.querysets.registers import latest_marks
from programmes.services.booking import SIGNS
from programmes.states import ATTENDED_IN_FULL, SurveyStage

MAKE = "programmes.make_certificate"
CERTIFY = "programmes.certify"
KIND = "certificate"
MINUTE = timedelta(minutes=1)
GROUPS = 3  # of four signs: 59 bits, and asking is limited
WITH_ALL = ("place__event__programme", "place__school", "place__person", "document")
RENAMED = "Made again with another name"
CORRECTED = "The register was corrected"


class NotEarned(Refusal):
    """What is still missing, as a sentence for whoever asks for it."""


class NotValid(Refusal):
    """It was revoked already."""


class SameName(Refusal):
    """It says so already."""


def issue(*, place: Place, by: User | None, now: datetime) -> Certificate:
    """The certificate of a place; asked for again, the same one. `by` is None for the worker."""
    if by is not None:
        access.require(by, "programmes.view_certificate", place)
    with transaction.atomic(), audit.acting(by):
        place = _locked(place)
        if known := valid(place):
            return known
        if why := missing(place, by=by, now=now):
            raise NotEarned(why)
        return _make(place, by=by, now=now)


def issue_for(*, event_id: int, now: datetime) -> int:
    """For everybody who has earned one and has none; how many. Safe to run twice."""
    event = Event.objects.select_related("programme").get(pk=event_id)
    if event.is_published and not event.is_over(now):
        raise TryLater("Certificates are made once the event is over.")
    seen = latest_marks(event)
    places = [pk for pk, mark in seen.items() if mark in ATTENDED_IN_FULL]
    made = 0
    rest = event.places.confirmed().filter(pk__in=places, certificates=None)
    for place in rest.order_by("pk"):
        try:
            issue(place=place, by=None, now=now)
        except NotEarned:
            continue
        made += 1
    return made


def revoke(*, certificate: Certificate, because: str, by: User, now: datetime) -> Certificate:
    """Whoever checks its code from now on hears that it is not valid any more."""
    access.require(by, "programmes.issue_certificate", certificate)
    if not because.strip():
        raise NotValid("Say why it is revoked.")
    with transaction.atomic(), audit.acting(by):
        row = Certificate.objects.select_for_update().get(pk=certificate.pk)
        return _revoke(row, because.strip(), by=by, now=now)


def follow_register(*, place: Place, by: User | None, now: datetime) -> None:
    """Inside the transaction of a mark: what the register no longer bears out is not valid."""
    known = valid(place)
    if known is not None and not _took_part_in_full(place):
        _revoke(known, CORRECTED, by=by, now=now)


def rename(*, certificate: Certificate, name: str, by: User, now: datetime) -> Certificate:
    """A new certificate with a code of its own; the old code is not valid any more.

    The name of an account is changed in the account; of who has none, by whoever organises.
    """
    place = certificate.place
    is_own = place.person_id is not None and name == place.who
    permission = "view_certificate" if is_own else "issue_certificate"
    access.require(by, f"programmes.{permission}", place)
    with transaction.atomic(), audit.acting(by):
        place = _locked(place)
        row = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if not name.strip() or row.name == name.strip():
            raise SameName("Type in the name that it should say instead.")
        if place.person_id is None:
            place.name = name.strip()
            place.save(update_fields=["name"])
        _revoke(row, RENAMED, by=by, now=now)
        return _make(place, by=by, now=now, replaces=row)


def make_document(*, certificate_id: int, now: datetime) -> None:
    rows = Certificate.objects.select_related(*WITH_ALL).filter(revoked_at=None)
    if certificate := rows.filter(pk=certificate_id).first():
        document(certificate=certificate, now=now)


def document(*, certificate: Certificate, now: datetime) -> Document:
    """The PDF, made once whoever asks first: a worker or its holder."""
    if certificate.document is not None:
        return certificate.document
    data = render_certificate(certificate)
    made = documents.store(
        key=f"certificate:{certificate.code}",
        filename=certificate_filename(certificate),
        data=data,
        kind=KIND,
        now=now,
    )
    unmade = Certificate.objects.filter(pk=certificate.pk, document=None, revoked_at=None)
    unmade.update(document=made)  # what the row says stays; the audit log has its making
    certificate.document = made
    return made


def missing(place: Place, *, by: User | None, now: datetime) -> str:
    """Why there is no certificate yet; empty where nothing stands in its way."""
    event = place.event
    if not place.is_confirmed:
        return "This place has no certificate: somebody else came, or nobody did."
    if place.forgotten_at is not None:
        return "The name was taken out, so there is nobody to name on a certificate."
    if not event.is_held(now):
        return "The certificate comes once the event is over."
    if not _took_part_in_full(place):
        return (
            "A certificate is for whoever took part from beginning to end, by the register. "
            "If it is wrong, ask whoever organised the event."
        )
    if _owes_feedback(place):
        return "The certificate comes once you have given your feedback on the event."
    revoked = place.certificates.filter(replaced_by=None, revoked_at__isnull=False)
    was_revoked = revoked.exclude(revoked_because=CORRECTED).exists()
    if was_revoked and not (by and by.has_perm("programmes.issue_certificate", place)):
        return "The certificate was revoked. Ask whoever organised the event."
    return ""


def valid(place: Place) -> Certificate | None:
    return place.certificates.filter(revoked_at=None).first()


def _took_part_in_full(place: Place) -> bool:
    return latest_marks(place.event).get(place.pk) in ATTENDED_IN_FULL


def _owes_feedback(place: Place) -> bool:
    """Only where the programme says so, and there is a form to fill in (design 9)."""
    programme = place.event.programme
    if programme is None or not programme.certificate_waits_for_feedback:
        return False
    forms = place.event.surveys.filter(stage=SurveyStage.ON_THE_DAY)
    answered = Asked.objects.filter(survey__in=forms, place=place, has_answered=True)
    return forms.exists() and not answered.exists()


def _locked(place: Place) -> Place:
    rows = Place.objects.select_for_update(of=("self",))
    return rows.select_related("event__programme", "person", "school").get(pk=place.pk)


def _make(
    place: Place, *, by: User | None, now: datetime, replaces: Certificate | None = None
) -> Certificate:
    event = place.event
    made = Certificate.objects.create(
        place=place,
        code=_new_code(),
        name=place.who,
        title=event.title,
        on=clock.day_of(event.starts_at),
        minutes=len(event.days) * event.a_day // MINUTE,
        issued_at=now,
        issued_by=by,
        replaces=replaces,
    )
    work.enqueue(kind=MAKE, key=f"certificate:{made.pk}", subject_id=str(made.pk), now=now)
    return made


def _revoke(row: Certificate, because: str, *, by: User | None, now: datetime) -> Certificate:
    if row.revoked_at is not None:
        raise NotValid("This certificate was revoked already.")
    row.revoked_at, row.revoked_because = now, because[:200]
    row.revoked_by_id = by.pk if by else None
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    return row


def _new_code() -> str:
    groups = ["".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(GROUPS)]
    return "-".join(groups)
