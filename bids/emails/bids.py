"""Mails about one bid: to its heads, to partner schools that are asked, to invited editors."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from bids.emails.calls import Notice, tell
from bids.models import Bid, BidVersion, Clarification, Editor, Partner
from bids.states import EditorRights, PartnerState
from hlp.kit import clock, mail, outbox
from hlp.kit.clock import moment
from members.models import Affiliation


def heads_of(urns: Iterable[int]) -> list[str]:
    heads = Affiliation.objects.heads().current(clock.today()).filter(school__in=list(urns))
    return sorted(set(heads.values_list("user__email", flat=True)))


def of_bid(bid: Bid) -> list[str]:
    """The heads of all schools in the bid: the lead's, and each partner's that has accepted."""
    accepted = bid.partners.filter(state=PartnerState.ACCEPTED).values_list("school", flat=True)
    return heads_of({bid.lead_school_id, *accepted})


def submitted(version: BidVersion, *, now: datetime) -> None:
    """The receipt, to every head of the bid."""
    bid = version.bid
    lines = [
        f"{bid.reference} of {bid.lead_school} for “{bid.call}” was submitted by"
        f" {version.submitted_by} at {moment(version.submitted_at)}. This is version"
        f" {version.number}.",
        f"The digest of its content is {version.digest}. It proves which text was submitted.",
        _what_may_follow(version),
    ]
    subject = f"Bid submitted: {bid.call}"
    tell(_notice(bid, f"version-{version.number}", subject, lines), of_bid(bid), now=now)


def _what_may_follow(version: BidVersion) -> str:
    closes_at = version.bid.call.closes_at
    if version.submitted_at > closes_at:
        return "The call has closed, so this version goes to the board and stays as it is."
    return (
        f"You can change the bid and submit it again until {moment(closes_at)}. The last version"
        " submitted by then goes to the board."
    )


def withdrawn(bid: Bid, *, now: datetime) -> None:
    lines = [
        f"{bid.reference} of {bid.lead_school} for “{bid.call}” was withdrawn by"
        f" {bid.withdrawn_by}. The board will not mark it.",
    ]
    subject = f"Bid withdrawn: {bid.call}"
    tell(_notice(bid, "withdrawn", subject, lines), of_bid(bid), now=now)


def partner_asked(partner: Partner, *, now: datetime) -> None:
    """To the head who must say yes or no."""
    bid = partner.bid
    lines = [
        f"{bid.lead_school} would like {partner.school} to be a partner in its bid for"
        f" “{bid.call}”.",
        *([f"What your school would do: {partner.part}"] if partner.part else []),
        _why_answer(partner),
        "Nobody who works for a school of a bid marks any bid of the same call.",
    ]
    url = settings.SITE_URL + reverse("bids:partner_answer", args=[partner.pk])
    subject = f"Will your school be a partner? {bid.call}"
    notice = Notice(f"partner:{partner.pk}:asked", subject, lines, url, "Read the bid and answer")
    tell(notice, heads_of([partner.school_id]), now=now)


def _why_answer(partner: Partner) -> str:
    if partner.change_agreed:
        return (
            f"The call has closed, and the board has agreed to this: {partner.change_agreed}. Only"
            " the headteacher answers. Your school is in the bid once you have accepted."
        )
    return (
        "Only the headteacher answers. The bid cannot be submitted until you have, and the call"
        f" closes at {moment(partner.bid.call.closes_at)}."
    )


def partner_answered(partner: Partner, *, now: datetime) -> None:
    """To the heads of the lead school."""
    bid, accepted = partner.bid, partner.state == PartnerState.ACCEPTED
    said = "is now a partner in" if accepted else "will not be a partner in"
    lines = [f"{partner.school} {said} your bid for “{bid.call}”."]
    subject = f"{partner.school} has {'accepted' if accepted else 'declined'}: {bid.call}"
    notice = _notice(bid, f"partner-{partner.pk}-{partner.state}", subject, lines)
    tell(notice, heads_of([bid.lead_school_id]), now=now)


def partner_removed(partner: Partner, *, now: datetime) -> None:
    """To the head whose school is no longer in it. They can no longer open the bid."""
    bid = partner.bid
    lines = [
        f"{partner.school} is no longer a partner in the bid of {bid.lead_school} for"
        f" “{bid.call}”.",
        *([f"This follows a decision: {partner.change_agreed}"] if partner.change_agreed else []),
    ]
    url = settings.SITE_URL + reverse("bids:call_detail", args=[bid.call.slug])
    subject = f"No longer a partner: {bid.call}"
    notice = Notice(f"partner:{partner.pk}:removed", subject, lines, url, "The call")
    tell(notice, heads_of([partner.school_id]), now=now)


def invited(editor: Editor, token: str, *, now: datetime) -> None:
    """The link works once and is for this address alone."""
    bid = editor.bid
    rights = str(EditorRights(editor.rights).label)
    made = mail.compose(
        "members/told",
        {
            "title": f"Help with a bid: {bid.call}",
            "lines": [
                f"{editor.invited_by} invites you to work on the bid of {bid.lead_school} for"
                f" “{bid.call}”. You may: {rights[0].lower()}{rights[1:]}.",
                f"The link works once, for this address, until {moment(editor.expires_at)}. Sign"
                " in with this address, or create an account with it first.",
            ],
            "url": settings.SITE_URL + reverse("bids:editor_accept", args=[token]),
            "label": "Open the invitation",
        },
    )
    outbox.queue(
        key=f"bid-editor:{editor.pk}",
        to=editor.email,
        subject=made.subject,
        text=made.text,
        html=made.html,
        secret=True,
        now=now,
    )


def left_unsent(bid: Bid, parts: list[str], *, now: datetime) -> None:
    """The call has closed; what was typed after the last submission does not count."""
    lines = [
        f"“{bid.call}” has closed. Your bid goes to the board as it was submitted at"
        f" {moment(bid.submitted_at) if bid.submitted_at else ''}.",
        f"What was changed after that was not submitted and does not count: {', '.join(parts)}.",
    ]
    subject = f"Changes to your bid were not submitted: {bid.call}"
    tell(_notice(bid, "left-unsent", subject, lines), of_bid(bid), now=now)


def left_as_draft(bid: Bid, *, now: datetime) -> None:
    lines = [
        f"“{bid.call}” has closed. The bid of {bid.lead_school} was not submitted, so the board"
        " will not read it. What you wrote is kept for you to read.",
    ]
    subject = f"Your bid was not submitted: {bid.call}"
    tell(_notice(bid, "left-as-draft", subject, lines), of_bid(bid), now=now)


def clarification_asked(asked: Clarification, *, now: datetime) -> None:
    bid = asked.bid
    lines = [
        f"The partnership has a question about your bid for “{bid.call}”:",
        asked.question,
        f"You can answer until {moment(asked.due_at)}, by changing only the sections it is about.",
    ]
    url = settings.SITE_URL + reverse("bids:clarify", args=[asked.pk])
    subject = f"A question about your bid: {bid.call}"
    key = f"clarification:{asked.pk}:{asked.due_at:%Y%m%d%H%M}"
    tell(Notice(key, subject, lines, url, "Read and answer"), of_bid(bid), now=now)


def clarification_answered(asked: Clarification, *, now: datetime) -> None:
    """To who asked, and as a receipt to the heads of the bid."""
    bid, version = asked.bid, asked.version
    lines = [
        f"The question about {bid.reference} of {bid.lead_school} for “{bid.call}” has been"
        " answered.",
        *(
            [f"This made version {version.number} of the bid; its digest is {version.digest}."]
            if version
            else []
        ),
    ]
    subject = f"Question about a bid answered: {bid.call}"
    notice = _notice(bid, f"clarified-{asked.pk}", subject, lines)
    tell(notice, [settings.OFFICE_EMAIL, *of_bid(bid)], now=now)


def _notice(bid: Bid, what: str, subject: str, lines: list[str]) -> Notice:
    url = settings.SITE_URL + reverse("bids:bid_detail", args=[bid.pk])
    return Notice(f"bid:{bid.pk}:{what}", subject, lines, url, "The bid")
