"""Asking the partnership office: open to everyone, and nothing typed is lost."""

from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hlp.kit import clock
from hlp.kit.access import public
from members.forms.enquiries import AskForm
from members.models import School, User
from members.services import enquiring

TOO_MANY = (
    "Many questions have come from here in a short time. Wait a few minutes, then press “Send your"
    " question” again: what you typed is still below"
)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    form = AskForm(request.POST or None, initial=_known(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "members/contact.html", {"form": form})
    asked = {name: form.cleaned_data[name] for name in ("name", "email", "school_name", "question")}
    # Schools of a borough may share one address, so the stricter limit is on who is written to.
    if not ratelimit.consume(request, action="enquiry", key=asked["email"].lower()):
        form.add_error(None, TOO_MANY)
        return render(request, "members/contact.html", {"form": form}, status=429)
    token = form.cleaned_data["token"] or uuid4().hex
    by = request.user if isinstance(request.user, User) else None
    enquiring.ask(token=token, by=by, now=clock.now(), **asked)
    return redirect("members:contact_sent")


@public
@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "members/contact_sent.html")


def _known(request: HttpRequest) -> dict[str, str]:
    """Who is signed in need not type what we know (WCAG 3.3.7)."""
    user = request.user
    if not isinstance(user, User):
        return {}
    posts = user.affiliations.current(clock.today()).values_list("school")
    schools = School.objects.filter(pk__in=posts).order_by("name").values_list("name", flat=True)
    return {"name": user.name, "email": user.email, "school_name": ", ".join(schools)}
