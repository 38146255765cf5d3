"""The demo's delivery: two programmes in mid-year, what took place and what is to come."""

from datetime import datetime

from hlp.demo.programmes import delivery, oversight, school_year
from hlp.demo.programmes.delivery import Cast
from members.models import Period


def tell(period: Period, cast: Cast, now: datetime) -> None:
    """One commitment of the second programme is missed, and some schools have never come."""
    school_year.enter(period, cast["office"], now)
    first, second = delivery.deliver(period, cast, now)
    oversight.watch(first, second, cast, now)
