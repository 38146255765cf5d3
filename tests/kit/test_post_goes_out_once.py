"""A message leaves once: refused ones wait and are tried again, doubtful ones wait for a person."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core import mail
from django.db import transaction

from hlp.kit import documents, outbox, tasks
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, PostState
from tests.kit.shop import Person

pytestmark = pytest.mark.django_db

OFFICE = Person("kit.send_again")


@pytest.fixture(autouse=True)
def nudges(monkeypatch, clock):
    sent = []
    monkeypatch.setattr(tasks.send_message, "delay", lambda message_id: sent.append(message_id))
    return sent


def queued(**more):
    letter = {"key": "welcome:1", "to": "head@school.example", "subject": "Hello", "text": "Hi"}
    return outbox.queue(**{**letter, **more})


def state_of(message):
    return OutboxMessage.objects.get(pk=message.pk).state


def test_the_same_key_again_changes_nothing(clock):
    first = queued()
    second = queued(subject="Other", text="Other")

    assert second == first
    assert (second.subject, OutboxMessage.objects.count()) == ("Hello", 1)


def test_each_recipient_has_a_row(clock):
    first, second = queued(), queued(to="sbm@school.example")

    assert first.pk != second.pk
    assert first.message_id != second.message_id


def test_a_message_arrives_with_its_headers_texts_and_documents(clock, smtp):
    document = documents.store(key="a", filename="a b.pdf", data=b"%PDF-1.7 x", kind="test")
    message = queued(html="<p>Hi</p>", documents=[document])

    outbox.send(message.pk, now=clock.time)

    [letter] = smtp.mails
    assert letter["Message-ID"] == message.message_id
    assert letter["To"] == "head@school.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"]
    assert letter.get_body(("plain",)).get_content().strip() == "Hi"
    assert letter.get_body(("html",)).get_content().strip() == "<p>Hi</p>"
    [enclosed] = letter.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("a b.pdf", b"%PDF-1.7 x")
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.token) == (PostState.SENT, clock.time, "")


def test_sending_twice_sends_once(clock):
    message = queued()

    outbox.send(message.pk, now=clock.time)
    outbox.send(message.pk, now=clock.time)

    assert len(mail.outbox) == 1


def test_a_secret_is_blanked_once_sent_and_other_texts_stay(clock):
    secret, other = queued(secret=True, html="<p>Hi</p>"), queued(key="other")

    for message in (secret, other):
        outbox.send(message.pk, now=clock.time)

    secret.refresh_from_db()
    other.refresh_from_db()
    assert mail.outbox[0].body == "Hi"
    assert (secret.text, secret.html, other.text) == ("", "", "Hi")


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "DATA", "TEXT"])
def test_a_server_that_says_no_is_asked_again_later(clock, smtp, verb):
    smtp.refuse_at = verb
    message = queued()

    outbox.send(message.pk, now=clock.time)

    message.refresh_from_db()
    if verb == "EHLO":  # smtplib falls back to HELO, which is polite enough
        assert message.state == PostState.SENT
        return
    assert (message.state, message.attempts) == (PostState.QUEUED, 1)
    assert message.due_at == clock.time + timedelta(minutes=1)
    assert message.error == "The mail server refused the message (550)."
    assert smtp.letters == []


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_line_that_breaks_before_the_text_is_a_sure_no(clock, smtp, verb):
    smtp.hang_up_at = verb
    message = queued()

    outbox.send(message.pk, now=clock.time)

    assert state_of(message) == (PostState.UNSURE if verb == "DATA" else PostState.QUEUED)
    assert smtp.letters == []


def test_a_line_that_breaks_after_the_text_leaves_doubt_and_a_person_decides(clock, smtp):
    smtp.hang_up_at = "TEXT"
    message = queued()

    outbox.send(message.pk, now=clock.time)
    for _ in range(3):
        clock.time += timedelta(hours=1)
        outbox.sweep(clock.time)
        outbox.send(message.pk, now=clock.time)

    assert (state_of(message), len(smtp.letters)) == (PostState.UNSURE, 1)
    assert list(OutboxMessage.objects.needs_attention()) == [message]
    smtp.hang_up_at = ""
    outbox.send_again(message, by=OFFICE)
    outbox.send(message.pk, now=clock.time)
    assert state_of(message) == PostState.SENT
    assert {letter["Message-ID"] for letter in smtp.mails} == {message.message_id}


def test_a_server_that_is_away_is_tried_five_times(clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = queued()

    for _ in range(5):
        outbox.send(message.pk, now=clock.time)
        message.refresh_from_db()
        clock.time = message.due_at

    assert (message.state, message.attempts) == (PostState.FAILED, 5)
    assert message.error == "The mail server could not be reached (ConnectionRefusedError)."


def test_a_damaged_document_does_not_go_out(clock):
    document = documents.store(key="a", filename="a.pdf", data=b"%PDF", kind="test")
    document.file.storage.delete(document.file.name)
    message = queued(documents=[document])

    outbox.send(message.pk, now=clock.time)

    message.refresh_from_db()
    assert (message.state, mail.outbox) == (PostState.QUEUED, [])
    assert message.error == "The message could not be put together (DocumentDamaged)."


def test_sending_again_is_for_the_office_is_recorded_and_has_its_time(clock, stranger, monkeypatch):
    monkeypatch.setattr(type(stranger), "has_perm", lambda self, name, obj=None: True)
    message = queued()
    OutboxMessage.objects.update(state=PostState.FAILED, attempts=5, error="x")

    with pytest.raises(WrongPerson):
        outbox.send_again(message, by=Person())
    again = outbox.send_again(message, by=stranger)

    entry = LogEntry.objects.get(content_type__model="outboxmessage")
    assert (again.state, again.attempts, again.error) == (PostState.QUEUED, 0, "")
    assert (entry.actor, entry.additional_data) == (stranger, {"what": "sent again"})
    assert entry.object_repr == f"message {message.pk}"


@pytest.mark.parametrize("state", [PostState.QUEUED, PostState.SENDING, PostState.SENT])
def test_what_is_on_its_way_is_not_sent_again(clock, state):
    message = queued()
    OutboxMessage.objects.update(state=state, token="x", lease_until=clock.time, sent_at=clock.time)

    with pytest.raises(outbox.CannotSendAgain, match="has been sent or is on its way"):
        outbox.send_again(message, by=OFFICE)

    assert state_of(message) == state


def test_the_sweeper_nudges_the_forgotten_and_doubts_the_abandoned(
    clock, nudges, django_capture_on_commit_callbacks
):
    waiting, abandoned = queued(), queued(key="other")
    lease = {"token": "x", "lease_until": clock.time + outbox.LEASE}
    OutboxMessage.objects.filter(pk=abandoned.pk).update(state=PostState.SENDING, **lease)

    with django_capture_on_commit_callbacks(execute=True):
        early = outbox.sweep(clock.time + timedelta(seconds=10))
        late = outbox.sweep(clock.time + timedelta(minutes=11))

    assert (early, late) == (0, 2)
    assert nudges == [waiting.pk]
    assert (state_of(waiting), state_of(abandoned)) == (PostState.QUEUED, PostState.UNSURE)


def test_a_slow_worker_may_still_say_that_it_was_sent(clock, smtp, monkeypatch):
    message = queued()
    deliver = outbox.posting.deliver

    def slowly(letter):
        deliver(letter)
        outbox.sweep(clock.time + timedelta(hours=1))
        assert state_of(message) == PostState.UNSURE

    monkeypatch.setattr(outbox.posting, "deliver", slowly)
    outbox.send(message.pk, now=clock.time)

    assert state_of(message) == PostState.SENT


@pytest.mark.django_db(transaction=True)
def test_sending_is_written_down_before_the_server_hears_of_it(clock, monkeypatch):
    message = queued()
    seen = []
    monkeypatch.setattr(
        outbox.posting,
        "deliver",
        lambda letter: seen.append((state_of(letter), transaction.get_autocommit())),
    )

    outbox.send(message.pk, now=clock.time)
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.send(message.pk, now=clock.time)

    assert seen == [(PostState.SENDING, True)]
