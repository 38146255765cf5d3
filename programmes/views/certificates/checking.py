"""Is this certificate genuine? Open to everybody who holds its code, and to nobody without it."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hlp.kit.access import public
from programmes.forms.registers import CheckForm
from programmes.models import Certificate


@public
@require_safe
def check_certificate(request: HttpRequest) -> HttpResponse:
    """For who has it on paper and types the code."""
    form = CheckForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("programmes:certificate", _dashed(form.cleaned_data["code"]) or "-")
    return render(request, "programmes/certificates/check_certificate.html", {"form": form})


@public
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Name, event, date, school, and whether it is valid; of a revoked one not even the name."""
    if limited := ratelimit.consume_or_429(request, action="certificate", limit_get=True):
        return limited
    rows = Certificate.objects.select_related("place__school", "place__event")
    found = rows.filter(code=_dashed(code)).first()
    context = {"certificate": found, "code": code[:20]}
    status = 200 if found else 404
    return render(request, "programmes/certificates/certificate.html", context, status=status)


def _dashed(code: str) -> str:
    """Typed with or without dashes, in small letters or capitals."""
    signs = "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())[:12]
    return "-".join(signs[n : n + 4] for n in range(0, len(signs), 4))
