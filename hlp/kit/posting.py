"""Hands one message to the mail server and tells a plain refusal from a broken handover."""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from hlp.kit import documents
from hlp.kit.models import OutboxMessage

log = logging.getLogger(__name__)

# Answers with which a server says that it has not taken the message.
REFUSALS = (
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
)


class NotHandedOver(Exception):
    """Certain: the mail server does not have the message, so trying again is safe."""


def deliver(message: OutboxMessage) -> None:
    """Returns when the server took it, raises NotHandedOver when it did not, anything else is unsure."""
    with _certain("The message could not be put together"):
        mail = _build(message)
        mail.message()
    connection = get_connection()
    with _certain("The mail server could not be reached"):
        connection.open()
    try:
        taken = connection.send_messages([mail])
    except REFUSALS as refused:
        raise NotHandedOver(f"The mail server refused the message ({_code(refused)}).") from refused
    finally:
        _close(connection)
    if not taken:
        raise NotHandedOver("The mail server took no message.")


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
def _certain(sentence: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise NotHandedOver(f"{sentence} ({_code(error)}).") from error


def _code(error: Exception) -> str:
    # The server's own words may quote the address, so only its number is kept.
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({str(answer[0]) for answer in error.recipients.values()})
        return ", ".join(codes)
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception:
        # The message is already handed over or refused; a rude goodbye changes nothing.
        log.info("the mail server closed the connection badly", exc_info=True)
