"""Anyone asks the partnership office a question; the office answers by mail, or closes it.

Prospectus: "if you have any questions … please feel free to contact" the partnership.
"""

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from hlp.kit import audit, states
from hlp.kit.refusal import Refusal
from members.emails import enquiring as letters
from members.models import Answer, Enquiry, User

KEPT = timedelta(days=365)


class AnsweredMeanwhile(Refusal):
    """A colleague was quicker; whoever asked should not hear the same thing twice."""


class NothingWritten(Refusal):
    """An answer has words, and a question is closed for a reason."""


def ask(
    *,
    token: str,
    name: str,
    email: str,
    question: str,
    now: datetime,
    school_name: str = "",
    by: User | None = None,
) -> Enquiry:
    """Keep the question and tell both sides. `token` names the form: sent twice, it asks once."""
    words = uuid5(NAMESPACE_OID, f"{token}\n{email.strip()}\n{question.strip()}")
    with transaction.atomic(), audit.acting(by):
        enquiry, is_new = Enquiry.objects.get_or_create(
            token=words,
            defaults={
                "name": name.strip(),
                "email": email.strip(),
                "school_name": school_name.strip(),
                "question": question.strip(),
                "asked_at": now,
                "asked_by": by,
            },
        )
        if is_new:
            letters.tell_office(enquiry)
            letters.tell_received(enquiry)
    return enquiry


def answer(*, enquiry: Enquiry, text: str, seen: int, by: User, now: datetime) -> Answer:
    """Send the answer. `seen` is how many answers the page showed when this one was written."""
    if not text.strip():
        raise NothingWritten("Write an answer. It is sent by email.")
    with transaction.atomic():
        states.make(enquiry, "answer", by=by, now=now)
        if enquiry.answers.count() != seen:
            raise AnsweredMeanwhile(
                "A colleague has answered since you opened this page, so yours was not sent."
                " It is still below: read theirs, then change yours or leave it."
            )
        with audit.acting(by):
            made = Answer.objects.create(
                enquiry=enquiry, text=text.strip(), sent_at=now, sent_by=by
            )
        letters.send_answer(made)
    return made


def close(*, enquiry: Enquiry, note: str, by: User, now: datetime) -> Enquiry:
    """Without an answer: spam, or answered by telephone. Whoever asked is not written to."""
    if not note.strip():
        raise NothingWritten("Write why you close this question.")
    return states.make(enquiry, "close", by=by, now=now, note=note.strip())


def reopen(*, enquiry: Enquiry, by: User, now: datetime) -> Enquiry:
    return states.make(enquiry, "reopen", by=by, now=now)


def forget(*, now: datetime) -> int:
    """Erase what was asked over a year ago, with the answers; how many questions that were."""
    with transaction.atomic():
        old = Enquiry.objects.filter(asked_at__lt=now - KEPT).select_for_update()
        forgotten = [enquiry.pk for enquiry in old]
        Answer.objects.filter(enquiry__in=forgotten).delete()
        Enquiry.objects.filter(pk__in=forgotten).delete()
    return len(forgotten)
