"""Who belongs in the less usual ways: a leaver, a trust's schools, a head who works at two."""

from datetime import datetime, timedelta
from io import BytesIO

from hlp.demo import names
from hlp.kit import clock
from hlp.kit.uploads import PNG, Upload
from members.models import Membership, Period, School, Trust, User
from members.services import leaving, roles
from members.services.periods import months_after
from members.states import MembershipState, PortalRole, SchoolRole

TRUST = "Colne Valley Learning Trust"
TRUSTED = 3  # schools of the trust that wait for its signature
A4 = (1240, 1754)  # pixels, at 150 dpi


def form_a_trust(ready: list[School], member: School, person: User, now: datetime) -> Trust:
    """One of its schools has joined; the others are prepared, for one signature."""
    trust = Trust.objects.create(name=TRUST)
    for school in (*ready, member):
        school.trust = trust
        school.save(update_fields=["trust"])
    roles.grant(
        user=person,
        role=PortalRole.TRUST_SIGNATORY,
        trust=trust,
        by=None,
        from_on=months_after(clock.day_of(now), -3),
        reason="Named by the trust’s board of trustees",
    )
    return trust


def give_notice(period: Period, kept: set[int], now: datetime) -> Membership | None:
    """The first member that is nobody else's story leaves with the year that is paid for."""
    active = Membership.objects.filter(period=period, state=MembershipState.ACTIVE)
    others = active.exclude(school__in=kept).select_related("school", "period")
    membership = others.order_by("school").first()
    if membership is None:
        return None
    heads = membership.school.affiliations.filter(role=SchoolRole.HEADTEACHER)
    head = heads.select_related("user").order_by("pk").first()
    if head is None:
        return None
    when = now - timedelta(days=4)
    last_day = leaving.suggested_last_day(period, clock.day_of(when))
    return leaving.give_notice(membership=membership, last_day=last_day, by=head.user, now=when)


def scan(school: School, signed_at: datetime) -> Upload:
    """A page as it comes from a scanner: printed lines, and a signature in ink."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - slow library

    page = Image.new("L", A4, 250)
    draw = ImageDraw.Draw(page)
    large, small = ImageFont.load_default(44), ImageFont.load_default(26)
    lines = [
        (160, "Hillingdon Learning Partnership", large),
        (240, "Membership agreement (demonstration)", large),
        (400, f"School: {school.name}, URN {school.pk}", small),
        (460, "We join the partnership for two years and commit to its fee.", small),
        (1060, f"Name: {names.name_of(school)}, headteacher", small),
        (1120, f"Date: {clock.london(signed_at):%d.%m.%Y}", small),
    ]
    for height, words, font in lines:
        draw.text((140, height), words, fill=40, font=font)
    ink = [(160 + 12 * step, 960 + (37 * step * step) % 70) for step in range(24)]
    draw.line(ink, fill=60, width=5, joint="curve")
    draw.line([(140, 1040), (760, 1040)], fill=120, width=2)
    file = BytesIO()
    page.save(file, "PNG")
    return Upload(file.getvalue(), f"Signed form {school.pk}.png", PNG)
