"""Two questions a machine asks: are you there, and can you work?"""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hlp.kit import clock, frozen, work


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready when database, cache and frozen tables are; says since when work waits."""
    problems: list[str] = []
    waiting = 0
    try:
        cache.set("readyz", "ok", 10)
        if frozen.missing(connection):
            problems.append("frozen tables are open: run migrate")
        waiting = work.oldest_wait_seconds(clock.now())
    except (DatabaseError, OSError) as error:
        problems.append(type(error).__name__)
    if waiting > 600:
        problems.append("work waits for over ten minutes: is a worker running?")
    body = {"ready": not problems, "problems": problems, "oldest_wait_seconds": waiting}
    return JsonResponse(body, status=503 if problems else 200)
