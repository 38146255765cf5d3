"""The signature: in one transaction the school is committed, agreement and mails are queued."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from hlp.kit import audit, clock, documents, states, work
from hlp.kit.models import Document
from hlp.kit.refusal import Refusal
from hlp.kit.uploads import Upload
from members.commitment import current_text, day, paragraphs, seal
from members.documents import agreement_filename, render_agreement
from members.emails import joining as post
from members.models import CommitmentText, Membership, Period, School, User
from members.states import COMMITTED_STATES

AGREEMENT = "members.agreement"  # the kind of work


class AlreadySigned(Refusal):
    """Somebody of the school was first; there is one membership."""


class NoText(Refusal):
    """There are no words to sign yet."""


class WordsChanged(Refusal):
    """The words on the page are no longer the ones that would be signed."""


class WrongDate(Refusal):
    """The date on the paper lies outside the time in which schools may join."""


def words_to_sign(membership: Membership, now: datetime) -> str:
    """What the page shows and the signature keeps, one paragraph a line."""
    text = _text(membership)
    return _words(text, membership.school, now)


def sign(
    *, membership: Membership, by: User, name: str, title: str, now: datetime, shown: str = ""
) -> Membership:
    """Commit the school. `shown` is the seal of the words on the signatory's page."""
    with transaction.atomic():
        row = _locked(membership)
        _refuse_if_signed(row)
        text = _text(row)
        words = _words(text, row.school, now)
        if shown and shown != seal(words):
            raise WordsChanged(
                "The words have been changed since you opened this page. Read them again below."
                " Then sign."
            )
        signature = _signature(row, text, words, name=name, title=title)
        states.make(row, "sign", by=by, now=now, **signature)
        # Only a verified head or trust signatory gets past "sign", so no second look is needed.
        states.make(row, "activate", by=by, now=now)
        work.enqueue(kind=AGREEMENT, key=row.agreement_key, subject_id=str(row.pk), now=now)
        post.office_told(row, to=settings.OFFICE_EMAIL, now=now)
    return row


def record_paper(
    *,
    membership: Membership,
    by: User,
    name: str,
    title: str,
    signed_on: date,
    now: datetime,
    scan: Upload | None = None,
) -> Membership:
    """The office notes a signature on paper, with its scan; it stays to be verified."""
    with transaction.atomic():
        row = _locked(membership)
        _refuse_if_signed(row)
        _refuse_wrong_date(row.period, signed_on)
        text = _text(row)
        words = _words(text, row.school, now)
        signature = _signature(row, text, words, name=name, title=title)
        signed_at = clock.start_of_day(signed_on)
        paper = _keep_scan(row, scan, now) if scan else None
        return states.make(
            row, "record_paper", by=by, now=now, signed_at=signed_at, paper=paper, **signature
        )


def verify(*, membership: Membership, by: User, now: datetime) -> Membership:
    """The office has checked who signed: the school is a member."""
    with transaction.atomic():
        return states.make(membership, "verify", by=by, now=now)


def send_back(*, membership: Membership, by: User, now: datetime) -> Membership:
    """The second look found the paper wanting: what was typed stays, the signature goes."""
    nothing = {"signed_at": None, "signed_urn": None, "signed_words": "", "paper": None}
    return states.make(
        membership, "send_back", by=by, now=now, signed_name="", signed_title="", **nothing
    )


def make_agreement(*, membership_id: int, now: datetime) -> Document:
    """Render the agreement once, then post it to those it concerns. Safe to run twice."""
    membership = Membership.objects.select_related(
        "school", "period", "commitment", "signed_by"
    ).get(pk=membership_id)
    document = documents.get(membership.agreement_key) or documents.store(
        key=membership.agreement_key,
        filename=agreement_filename(membership),
        data=render_agreement(membership),
        kind="agreement",
        now=now,
    )
    with transaction.atomic(), audit.acting(None):
        for address in _concerned(membership):
            post.signed(membership, document, to=address, now=now)
    return document


def _locked(membership: Membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("school", "period")
        .get(pk=membership.pk)
    )


def _refuse_if_signed(row: Membership) -> None:
    if row.state in COMMITTED_STATES and row.signed_at:
        moment = clock.london(row.signed_at)
        raise AlreadySigned(
            f"{row.school} was already signed by {row.signed_name} on"
            f" {moment.day} {moment:%B %Y at %H:%M}. There is nothing more to do."
        )


def _refuse_wrong_date(period: Period, signed_on: date) -> None:
    """A paper counts by its own date, so that post over a holiday costs nobody a place."""
    if not period.signup_opens_on <= signed_on <= period.last_join_on:
        raise WrongDate(
            f"A signature for {period} is dated from {day(period.signup_opens_on)} to"
            f" {day(period.last_join_on)}."
        )


def _keep_scan(row: Membership, scan: Upload, now: datetime) -> Document:
    return documents.store(
        key=f"paper:{row.pk}:{scan.sha256[:16]}",
        filename=scan.filename,
        data=scan.data,
        kind="paper",
        content_type=scan.content_type,
        now=now,
    )


def _text(membership: Membership) -> CommitmentText:
    text = current_text(membership.period)
    if text is None:
        raise NoText(
            "The words of the commitment are not written yet. Tell the partnership office."
        )
    return text


def _words(text: CommitmentText, school: School, now: datetime) -> str:
    return "\n".join(paragraphs(text, school, clock.day_of(now)))


def _signature(
    row: Membership, text: CommitmentText, words: str, *, name: str, title: str
) -> dict[str, object]:
    return {
        "commitment": text,
        "signed_words": words,
        "signed_name": name,
        "signed_title": title,
        "signed_urn": row.school_id,
    }


def _concerned(membership: Membership) -> list[str]:
    """The signatory, the head, and who pays; each address once."""
    signatory = membership.signed_by.email if membership.signed_by else ""
    wanted = (
        signatory,
        membership.head_email,
        membership.finance_email,
        membership.business_manager_email,
    )
    return list({address.casefold(): address for address in wanted if address}.values())
