"""Post goes out from a row per message and recipient: queued → sending → sent.

`sending` is committed before the mail server hears of the message, so a worker that dies leaves
a trace: such a row becomes `unsure`, is shown to the office and goes again only when they say so.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from hlp.kit import access, audit, clock, nudging, posting, tasks
from hlp.kit.models import Attachment, Document, OutboxMessage, PostState
from hlp.kit.refusal import Refusal

log = logging.getLogger(__name__)

TRIES = 5
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
LEASE = timedelta(minutes=10)  # far longer than EMAIL_TIMEOUT lets a server be silent
NUDGES = 200


class CannotSendAgain(Refusal):
    """Only what failed or may not have arrived is sent again."""


def queue(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    documents: Iterable[Document] = (),
    secret: bool = False,
    now: datetime | None = None,
) -> OutboxMessage:
    """Put one message in the outbox; the same key and address again returns the first unchanged."""
    due_at = clock.now()  # also where `now` is a story's date: workers live in the present
    with transaction.atomic():
        message, made = OutboxMessage.objects.get_or_create(
            key=key,
            to=to.strip(),
            defaults={
                "subject": " ".join(subject.split()),
                "text": text,
                "html": html,
                "secret": secret,
                "message_id": _new_message_id(),
                "created_at": now or due_at,
                "due_at": due_at,
                "nudged_at": due_at,
            },
        )
        if made:
            Attachment.objects.bulk_create(
                Attachment(message=message, document=d) for d in documents
            )
            nudging.after_commit(tasks.send_message, message_id=message.pk)
    return message


def send(message_id: int, *, now: datetime) -> None:
    """Send the message if it still waits; how that went is in the row."""
    message = _claim(message_id, now)
    if message is None:
        return
    try:
        posting.deliver(message)
    except posting.NotHandedOver as refused:
        _try_later(message, refused)
    except Exception:
        # The server may have the message: only a person may decide to send it again.
        log.exception("message %s may have been sent", message.pk)
        _held(message).update(
            state=PostState.UNSURE, error="The connection broke while it was being sent."
        )
    else:
        _sent(message)


def send_again(message: OutboxMessage, *, by: Any) -> OutboxMessage:
    """The office's decision; the Message-ID stays, so a mail reader can tell a second copy."""
    access.require(by, "kit.send_again", message)
    now = clock.now()
    with transaction.atomic():
        stuck = OutboxMessage.objects.filter(
            pk=message.pk, state__in=(PostState.UNSURE, PostState.FAILED)
        )
        changed = stuck.update(
            state=PostState.QUEUED,
            due_at=now,
            nudged_at=now,
            attempts=0,
            error="",
            token="",
            lease_until=None,
        )
        if not changed:
            raise CannotSendAgain(
                "This message has been sent or is on its way, so it is not sent again."
            )
        audit.record(message, what="sent again", by=by)
        nudging.after_commit(tasks.send_message, message_id=message.pk)
    message.refresh_from_db()
    return message


def sweep(now: datetime) -> int:
    """Mark what a dead worker was sending, nudge what was forgotten; how many rows it touched."""
    unsure = OutboxMessage.objects.abandoned(now).update(
        state=PostState.UNSURE, error="The worker stopped while it was being sent."
    )
    forgotten = list(OutboxMessage.objects.forgotten(now).values_list("pk", flat=True)[:NUDGES])
    OutboxMessage.objects.filter(pk__in=forgotten).update(nudged_at=now)
    for pk in forgotten:
        nudging.after_commit(tasks.send_message, message_id=pk)
    return unsure + len(forgotten)


def hold_all() -> int:
    """After a restore: what waited when the backup was made may have gone out since."""
    waiting = OutboxMessage.objects.filter(state__in=(PostState.QUEUED, PostState.SENDING))
    return waiting.update(
        state=PostState.UNSURE,
        error="It waited when a backup was made, and may have been sent since.",
        token="",
        lease_until=None,
    )


def _new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return make_msgid(domain=domain or "localhost")


def _claim(message_id: int, now: datetime) -> OutboxMessage | None:
    waiting = OutboxMessage.objects.due(now).filter(pk=message_id).order_by()
    with transaction.atomic(durable=True):  # durable: on disk before the server hears of it
        taken = waiting.update(
            state=PostState.SENDING, token=uuid4().hex, lease_until=now + LEASE, error=""
        )
    return OutboxMessage.objects.get(pk=message_id) if taken else None


def _held(message: OutboxMessage) -> Any:
    # Unsure too: a worker that was only slow may still tell how it went.
    states = (PostState.SENDING, PostState.UNSURE)
    return OutboxMessage.objects.filter(pk=message.pk, token=message.token, state__in=states)


def _sent(message: OutboxMessage) -> None:
    blank = {"text": "", "html": ""} if message.secret else {}
    _held(message).update(
        state=PostState.SENT, sent_at=clock.now(), error="", token="", lease_until=None, **blank
    )


def _try_later(message: OutboxMessage, refused: posting.NotHandedOver) -> None:
    attempts = message.attempts + 1
    log.warning("message %s was not accepted (try %s): %s", message.pk, attempts, refused)
    if attempts >= TRIES:
        change: dict[str, Any] = {"state": PostState.FAILED}
    else:
        due_at = clock.now() + BACKOFF[attempts - 1]
        change = {"state": PostState.QUEUED, "due_at": due_at, "nudged_at": None}
    _held(message).update(
        **change, attempts=attempts, error=str(refused), token="", lease_until=None
    )
