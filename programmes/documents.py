"""The certificate as PDF: a pure function of its row."""

from django.conf import settings
from django.urls import reverse

from hlp.kit import clock, pdf
from programmes import qr
from programmes.models import Certificate


def render_certificate(certificate: Certificate) -> bytes:
    place = certificate.place
    event = place.event
    return pdf.render(
        "pdf/programmes/certificate.html",
        {
            "certificate": certificate,
            "school": place.school,
            "programme": event.programme,
            "length": in_hours(certificate.minutes),
            "check_url": check_url(certificate.code),
            "qr": qr.svg(check_url(certificate.code), "QR code of the page that checks it"),
        },
        title=f"Certificate, {certificate.name}, {certificate.title}",
        identifier=f"certificate {certificate.code}",
        created=clock.london(certificate.issued_at),
    )


def certificate_filename(certificate: Certificate) -> str:
    return f"Certificate {certificate.title} {certificate.name}.pdf"


def check_url(code: str) -> str:
    return settings.SITE_URL + reverse("programmes:certificate", kwargs={"code": code})


def in_hours(minutes: int) -> str:
    """90 -> 1 hour 30 minutes"""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} hour{'' if hours == 1 else 's'}")
    if rest or not hours:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)
