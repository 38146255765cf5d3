"""How a refusal says when."""

from datetime import datetime

from hlp.kit import clock


def moment(at: datetime) -> str:
    """In words of letters: noon is midday, because 12am and 12pm are mixed up."""
    local = clock.london(at)
    hour = "midday" if (local.hour, local.minute) == (12, 0) else f"{local:%-I:%M%p}".lower()
    return f"{hour} on {local:%-d %B %Y}"
