"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from members import acting


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "OFFICE_EMAIL": settings.OFFICE_EMAIL,
        "DEMO": settings.DEMO,
        # Asked only by pages that show it.
        "acting_as": lambda: acting.acting_part(request),
    }
