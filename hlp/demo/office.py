"""What the demo's office has told and published."""

from datetime import datetime, timedelta

from hlp.kit import clock, pdf
from hlp.kit.uploads import PDF, Upload
from members.models import Announcement, Period, User
from members.services import announcing, policies
from members.states import Audience, PolicyReaders

NEWS = """Thank you to every school that has joined.

Support begins in September. Lead schools for each priority are chosen before the summer, and you \
will find their programmes here as soon as they are.

Please look at the people of your school in the portal, and invite your business manager and your \
CPD lead if they are not there yet: they book places and see the invoices."""


def announce(period: Period, by: User, now: datetime) -> Announcement:
    """Sent last week; a worker writes the mails once the demo runs."""
    when = now - timedelta(days=7)
    written = announcing.write(
        period=period,
        subject="What happens between now and September",
        body=NEWS,
        audience=Audience.MEMBERS,
        by=by,
        now=when,
    )
    return announcing.send(announcement=written, by=by, now=when + timedelta(hours=1))


def publish(period: Period, by: User, now: datetime) -> None:
    """The board's terms of reference, where the machine can make a PDF at all."""
    when = now - timedelta(days=30)
    try:
        data = pdf.render(
            "pdf/hlp/terms_of_reference.html",
            {"period": period},
            title="Terms of reference of the Partnership Board",
            identifier="demo:terms-of-reference",
            created=when,
        )
    except pdf.PdfEngineMissing:
        return
    policies.publish(
        title="Terms of reference of the Partnership Board",
        version="1",
        dated_on=clock.day_of(when),
        readers=PolicyReaders.PUBLIC,
        file=Upload(data, "Terms of reference of the Partnership Board.pdf", PDF),
        by=by,
        now=when,
    )
