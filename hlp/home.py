"""Pages that gather from several apps: the prospectus and each person's own start page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hlp.kit import clock, waiting


@login_not_required
def prospectus(request: HttpRequest) -> HttpResponse:
    return render(request, "hlp/prospectus.html")


def home(request: HttpRequest) -> HttpResponse:
    waits = waiting.for_person(request.user, clock.now())
    return render(request, "hlp/home.html", {"waiting": waits})
