"""Withdrawn consent: the name goes from a place of the past, what is counted stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hlp.kit import access, audit, documents
from hlp.kit.refusal import Refusal
from members.models import User
from programmes.models import Certificate, Place, PlaceNeeds, WholeBooking
from programmes.services import log
from programmes.states import PlaceStep

BECAUSE = "Name taken out at the person’s wish"


class StillToCome(Refusal):
    """A place to come is cancelled instead."""


class AlreadyForgotten(Refusal):
    """Somebody was first."""


def forget(*, place: Place, by: User, now: datetime) -> Place:
    """Name, address and account go; school, event and what the register says stay."""
    access.require(by, "programmes.change_place", place)
    with transaction.atomic(), audit.acting(by):
        row = Place.objects.select_for_update(of=("self",)).select_related("event").get(pk=place.pk)
        if row.forgotten_at is not None:
            raise AlreadyForgotten("The name was taken out already.")
        if row.is_active and not row.event.has_started(now) and not row.event.is_cancelled:
            raise StillToCome("The event is still to come. Cancel the place first.")
        for who in ("booked_by", "cancelled_by"):  # by themselves: else it would still say who
            if getattr(row, f"{who}_id") == row.person_id:
                setattr(row, who, None)
        row.person_id, row.name, row.email, row.forgotten_at = None, "", "", now
        gone = ["person", "name", "email", "forgotten_at", "booked_by", "cancelled_by"]
        row.save(update_fields=gone)
        log.note([row], PlaceStep.FORGOTTEN, by=by, now=now)
        PlaceNeeds.objects.filter(place=row).delete()
        over = WholeBooking.objects.filter(places=row, ended_at__isnull=False)
        over.update(person=None, name="", email="")  # one that runs still needs to know whom
        forget_certificates(row.certificates.all(), by=by, now=now)
    return row


def forget_certificates(rows: QuerySet[Certificate], *, by: User | None, now: datetime) -> None:
    """Name and PDF of each go. The caller has checked who may, and opened the transaction."""
    for certificate in rows.select_related("document"):
        _forget_certificate(certificate, by, now)


def _forget_certificate(row: Certificate, by: User | None, now: datetime) -> None:
    """Its code still answers, and says that it is not valid."""
    pdf, row.document, row.name = row.document, None, ""
    if row.revoked_at is None:
        row.revoked_at, row.revoked_because = now, BECAUSE
        row.revoked_by_id = by.pk if by else None
    row.save()
    if pdf is not None:
        documents.remove(pdf)
