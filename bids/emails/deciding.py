"""Mails after the board has decided: letters, the wish to combine, feedback meetings."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from bids.emails.calls import Notice, tell
from bids.models import Bid, FeedbackMeeting
from bids.querysets.standing import BIDDERS
from bids.states import PartnerState
from hlp.kit import clock, mail, outbox
from hlp.kit.clock import moment
from hlp.kit.models import Document
from members.models import Affiliation


def letter_is_out(bid: Bid, document: Document, *, now: datetime) -> None:
    """To everybody who works on the bid, with the letter. Each address once."""
    made = mail.compose(
        "members/told",
        {
            "title": f"The board’s decision on {bid.reference}: {bid.call.title}",
            "lines": [
                f"The Partnership Board has decided on the bids for “{bid.call.title}”.",
                f"The letter to {bid.lead_school} is attached. It says what was decided, how your "
                "bid was seen and why.",
                "If you would like to talk it over, you can ask for a feedback meeting.",
            ],
            "url": settings.SITE_URL + reverse("bids:letter", args=[bid.pk]),
            "label": "The letter and what you can do next",
        },
    )
    for address in bidders(bid):
        outbox.queue(
            key=f"bid:{bid.pk}:letter",
            to=address,
            subject=made.subject,
            text=made.text,
            html=made.html,
            documents=[document],
            now=now,
        )


def asked_to_combine(bid: Bid, joint: Bid, *, now: datetime) -> None:
    """Before anything is published: the joint bid has to be written first."""
    lines = [
        f"The Partnership Board asks the schools of {bid.reference} to combine it with another "
        f"bid for “{bid.call.title}”.",
        f"A joint bid led by {joint.lead_school} has been begun. Every other school in it must "
        "accept before it can be submitted.",
        "Nothing is decided or published until the joint bid has been submitted.",
    ]
    url = settings.SITE_URL + reverse("bids:bid_detail", args=[joint.pk])
    subject = f"The board asks you to combine bids: {bid.call.title}"
    key = f"bid:{joint.pk}:combine:{bid.pk}"
    tell(Notice(key, subject, lines, url, "The joint bid"), bidders(bid), now=now)


def feedback_asked(meeting: FeedbackMeeting, *, now: datetime) -> None:
    """To the office. What they want to talk about stays in the portal."""
    bid = meeting.bid
    lines = [
        f"{bid.lead_school} would like a feedback meeting about {bid.reference}, "
        f"“{bid.call.title}”."
    ]
    url = settings.SITE_URL + reverse("bids:arrange_meeting", args=[bid.pk])
    subject = f"Feedback meeting wanted: {bid.lead_school}"
    notice = Notice(f"bid:{bid.pk}:feedback", subject, lines, url, "Arrange it")
    tell(notice, [settings.OFFICE_EMAIL], now=now)


def feedback_arranged(meeting: FeedbackMeeting, *, now: datetime) -> None:
    """To the bidder; arranged again means told again."""
    bid = meeting.bid
    at = moment(meeting.meets_at) if meeting.meets_at else ""
    lines = [f"We meet about {bid.reference}, “{bid.call.title}”, at {at}: {meeting.place}"]
    url = settings.SITE_URL + reverse("bids:letter", args=[bid.pk])
    key = f"bid:{bid.pk}:feedback:{meeting.arranged_at:%Y%m%d%H%M%S}"
    subject = f"Feedback meeting: {bid.call.title}"
    tell(Notice(key, subject, lines, url, "Your letter"), bidders(bid), now=now)


def bidders(bid: Bid) -> list[str]:
    """Heads and business managers of its schools now, and accepted co-editors."""
    partners = bid.partners.filter(state=PartnerState.ACCEPTED).values_list("school", flat=True)
    posts = Affiliation.objects.current(clock.today()).filter(
        school__in={bid.lead_school_id, *partners}, role__in=BIDDERS
    )
    editors = bid.editors.working().values_list("user__email", flat=True)
    return _once([*posts.values_list("user__email", flat=True), *editors])


def _once(addresses: Iterable[str]) -> list[str]:
    by_key = {address.casefold(): address for address in addresses if address}
    return [by_key[key] for key in sorted(by_key)]
