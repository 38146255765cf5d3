"""The copy itself: one ZIP with a page to read, the same as data, and the documents they signed."""

import io
import json
import zipfile
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from hlp.kit import documents
from hlp.kit.models import Document
from hlp.subject_access.finding import addresses_of, sections
from members.models import Membership, User

WITHHELD = (
    "Your password, second factors and sessions are left out, because whoever has them could sign"
    " in as you. The password is stored as a hash that nobody can read."
)


def pack(user: User, now: datetime) -> bytes:
    found = list(sections(user))
    data = {
        "about": {"name": user.name, "addresses": sorted(addresses_of(user))},
        "made_at": now.isoformat(timespec="seconds"),
        "left_out": WITHHELD,
        "records": [{"what": s.what, "why": s.why, "rows": s.rows} for s in found],
    }
    page = {
        "OFFICE_EMAIL": settings.OFFICE_EMAIL,
        "person": user,
        "made_at": now,
        "left_out": WITHHELD,
        "sections": found,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("your-data.html", render_to_string("hlp/subject_access/copy.html", page))
        archive.writestr("your-data.json", json.dumps(data, indent=2, ensure_ascii=False))
        for document in signed_by(user):
            archive.writestr(f"documents/{document.filename}", documents.read(document))
    return buffer.getvalue()


def signed_by(user: User) -> list[Document]:
    signed = Membership.objects.filter(signed_by=user).exclude(signed_at=None)
    found = (documents.get(membership.agreement_key) for membership in signed)
    return [document for document in found if document]
