"""A webinar's file into the register, and the register out as a file."""

import hashlib
from dataclasses import astuple

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hlp.kit import audit, clock, spreadsheets
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest
from programmes import register_table, webinars
from programmes.forms.registers import FileForm
from programmes.services import importing
from programmes.views.registers import found

SALT = "programmes.webinar"
LOOKED_AT = 3600  # seconds between looking and pressing


def import_register(request: MemberRequest, register_id: int) -> HttpResponse:
    """Look first: the button that reads it in sends back what was looked at, signed."""
    row = found.register(request.user, register_id)
    if "sealed" in request.POST:
        return _read_in(request, row)
    form = FileForm(request.POST or None, request.FILES or None)
    preview, sealed = None, ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            seen = webinars.read(data)
            preview = importing.preview(register=row, seen=seen, sha256=sha256, by=request.user)
            rows = [astuple(one) for one in seen]
            sealed = signing.dumps([row.pk, file.name, sha256, rows], salt=SALT, compress=True)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    context = {
        "register": row,
        "event": row.event,
        "form": form,
        "preview": preview,
        "sealed": sealed,
        "imports": row.imports.order_by("-read_at"),
    }
    return render(request, "programmes/registers/import_register.html", context)


def _read_in(request: MemberRequest, row: found.Register) -> HttpResponse:
    try:
        sealed = signing.loads(request.POST["sealed"], salt=SALT, max_age=LOOKED_AT)
    except signing.BadSignature:
        messages.error(request, "Too much time has passed. Choose the file again.")
        return redirect("programmes:import_register", row.pk)
    register_id, name, sha256, rows = sealed
    if register_id != row.pk:
        raise Http404
    seen = [webinars.Seen(*one) for one in rows]
    try:
        done = importing.read_in(
            register=row,
            seen=seen,
            file_name=name,
            sha256=sha256,
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:import_register", row.pk)
    written = done.report["written"]
    messages.success(request, f"{written} mark{'' if written == 1 else 's'} read in.")
    return redirect("programmes:take_register", row.pk)


@require_safe
def export_register(request: MemberRequest, register_id: int, kind: str) -> HttpResponse:
    row = found.register(request.user, register_id)
    if kind not in spreadsheets.KINDS:
        raise Http404
    audit.record(row, what="exported", by=request.user)
    name = f"register-{row.event_id}-{row.on:%Y-%m-%d}"
    return spreadsheets.response(kind, name, register_table.HEADINGS, register_table.rows(row))
