"""Co-editors: invited by a link that works once, for the address it went to and no other."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.db import transaction

from bids.emails import bids as post
from bids.models import Bid, Editor
from bids.states import BidState, EditorRights
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User

LASTS = timedelta(days=14)
GONE = (
    "This invitation cannot be used. It may have been used already, have run out or have been"
    " taken back. Ask the school that sent it for a new one."
)


class NotUsable(Refusal):
    """Unknown, used, expired or taken back: the page does not say which."""


class WrongAddress(Refusal):
    """Only who reads the mail it was sent to can take it up."""


class CannotInvite(Refusal):
    """The bid is over, or the person works on it already."""


def invite(*, bid: Bid, email: str, name: str, rights: str, by: User, now: datetime) -> Editor:
    """Send a link. An earlier open invitation of the address is replaced."""
    access.require(by, "bids.invite_editor", bid)
    email, token = email.strip().lower(), secrets.token_urlsafe(32)
    with transaction.atomic(), audit.acting(by):
        row = Bid.objects.select_for_update(of=("self",)).select_related("call").get(pk=bid.pk)
        if row.state in {BidState.WITHDRAWN, BidState.DECIDED}:
            raise CannotInvite(f"This bid is {row.get_state_display().lower()}.")
        for earlier in row.editors.open().filter(email=email):
            if earlier.accepted_at and earlier.rights == rights:
                raise CannotInvite(f"{earlier.name or email} works on this bid already.")
            _revoke(earlier, now)
        editor = Editor.objects.create(
            bid=row,
            email=email,
            name=name.strip(),
            rights=EditorRights(rights),
            token_digest=hashed(token),
            expires_at=now + LASTS,
            invited_at=now,
            invited_by=by,
        )
        post.invited(editor, token, now=now)
    return editor


def find(token: str, now: datetime) -> Editor:
    """The open invitation behind the link. Consumes nothing: mail scanners open links."""
    found = Editor.objects.select_related("bid__call", "bid__lead_school", "invited_by")
    return _usable(found.filter(token_digest=hashed(token)).first(), now)


def is_for(editor: Editor, user: User) -> bool:
    return EmailAddress.objects.filter(
        user=user, email__iexact=editor.email, verified=True
    ).exists()


def accept(*, token: str, by: User, now: datetime) -> Editor:
    with transaction.atomic(), audit.acting(by):
        rows = Editor.objects.select_for_update(of=("self",)).select_related("bid")
        editor = _usable(rows.filter(token_digest=hashed(token)).first(), now)
        if not is_for(editor, by):
            raise WrongAddress(
                "This invitation was sent to another email address than the one you signed in"
                " with. Sign out, open the link again and sign in with that address."
            )
        editor.user, editor.accepted_at = by, now
        editor.save(update_fields=["user", "accepted_at"])
    return editor


def revoke(*, editor: Editor, by: User, now: datetime) -> Editor:
    """Take the invitation back, or end what it gave."""
    access.require(by, "bids.invite_editor", editor.bid)
    with transaction.atomic(), audit.acting(by):
        row = Editor.objects.select_for_update().get(pk=editor.pk)
        if row.revoked_at:
            raise NotUsable("This person’s access has ended already.")
        return _revoke(row, now)


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _usable(editor: Editor | None, now: datetime) -> Editor:
    if editor is None or editor.revoked_at or editor.accepted_at or now > editor.expires_at:
        raise NotUsable(GONE)
    return editor


def _revoke(editor: Editor, now: datetime) -> Editor:
    editor.revoked_at = now
    editor.save(update_fields=["revoked_at"])
    return editor
