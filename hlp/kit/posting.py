"""Hands one message to the mail server and tells a plain refusal from a broken handover."""

import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from hlp.kit import documents
from hlp.kit.models import OutboxMessage

log = logging.getLogger(__name__)


class NotHandedOver(Exception):
    """Certain: the mail server does not have the message, so trying again is safe."""


def deliver(message: OutboxMessage) -> None:
    """Return when the server took it; NotHandedOver is a sure no, any other error leaves doubt."""
    with _sure("The message could not be put together"):
        mail = _build(message)
        mail.message()
    connection = get_connection()
    with _sure("The mail server could not be reached"):
        connection.open()
    try:
        _hand_over(connection, mail)
    finally:
        _close(connection)


def _hand_over(connection: Any, mail: EmailMultiAlternatives) -> None:
    begun = _watch(connection)
    try:
        taken = connection.send_messages([mail])
    except Exception as error:
        # SMTPDataError is the server's own answer that it has not kept the message.
        if begun() and not isinstance(error, smtplib.SMTPDataError):
            raise
        raise NotHandedOver(f"The mail server refused the message ({_code(error)}).") from error
    if not taken:
        raise NotHandedOver("The mail server took no message.")


def _watch(connection: Any) -> Callable[[], bool]:
    """Whether the message has begun to travel; where we cannot see it, assume that it has."""
    smtp = getattr(connection, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):
        return lambda: True
    seen: list[bool] = []
    data = smtp.data

    def watched(text: Any) -> Any:
        seen.append(True)
        return data(text)

    smtp.data = watched  # type: ignore[method-assign, assignment]
    return lambda: bool(seen)


def _build(message: OutboxMessage) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for document in message.documents.order_by("pk"):
        mail.attach(document.filename, documents.read(document), document.content_type)
    return mail


@contextmanager
def _sure(sentence: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise NotHandedOver(f"{sentence} ({_code(error)}).") from error


def _code(error: Exception) -> str:
    # The server's own words may quote the address, so only its number is kept.
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ", ".join(sorted({str(answer[0]) for answer in error.recipients.values()}))
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception:
        # The message is handed over or refused by now; a rude goodbye changes nothing.
        log.info("the mail server closed the connection badly", exc_info=True)
