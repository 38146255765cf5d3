"""Resources of the library, made by their services."""

import io
import zipfile
from typing import Any

from hlp.kit import clock
from hlp.kit.office_files import CONTENTS, KINDS
from hlp.kit.uploads import Upload
from members.models import Period, School, User
from programmes.models import LeadSchool, Programme, Resource
from programmes.services import sharing
from programmes.states import ResourceAudience

A_PDF = b"%PDF-1.7\n%%EOF\n"
LINK = "https://leap.hillingdon.gov.uk/curriculum"


def package(kind: str, **parts: bytes) -> bytes:
    """A small Office file: nothing but the parts that make it one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CONTENTS, "<Types/>")
        archive.writestr(KINDS[kind], "<xml/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def led_programme(period: Period, school: School, title: str = "Phonics for all") -> Programme:
    """A programme in preparation, led by this school."""
    programme = Programme.objects.create(
        period=period,
        title=title,
        from_on=period.starts_on,
        to_on=period.ends_on,
        created_at=clock.now(),
    )
    LeadSchool.objects.create(programme=programme, school=school, is_coordinator=True)
    return programme


def resource(by: User, period: Period, **fields: Any) -> Resource:
    """A PDF for member schools unless told otherwise."""
    if not fields.get("link"):
        fields.setdefault("file", Upload(A_PDF, "slides.pdf", "application/pdf"))
    given = {"title": "Slides of the kick-off", "audience": ResourceAudience.MEMBERS, **fields}
    return sharing.share(period=period, by=by, now=clock.now(), **given)
