"""Any process may die while 200 invoices are issued and 100 people browse: nothing is lost.

The commands are those of docker-compose.yml, with the production settings, on PostgreSQL and a
Redis-protocol server, with a mail server that counts.
"""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from hlp.kit import clock, documents, outbox
from hlp.kit.models import Document, OutboxMessage, PostState, WorkItem, WorkState
from invoicing.models import Invoice
from invoicing.services import issuing
from invoicing.states import FeeRunState
from tests.factories import invoicing as made
from tests.factories.sessions import session_key_of
from tests.journeys.fleet import Crowd, Door, Fleet, environment, let_an_hour_pass
from tests.kit.mail_server import MailServer
from tests.polling import until

pytestmark = pytest.mark.django_db(transaction=True)

INVOICES, VISITORS, AT_ONCE = 200, 100, 8
OPEN = ("/", "/join/", "/accounts/login/", "/healthz", "/", "/join/?q=school")


@pytest.fixture
def post():
    with MailServer() as server:
        yield server


@pytest.fixture
def fleet(subprocess_env, tmp_path, post, settings):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    env = environment(
        subprocess_env,
        SECRET_KEY=settings.SECRET_KEY,
        EMAIL_PORT=post.port,
        STATIC_ROOT=settings.STATIC_ROOT,
    )
    with Fleet(env, tmp_path) as processes:
        yield processes


@pytest.fixture
def run():
    made.members(INVOICES)
    return made.run_in(FeeRunState.APPROVED, now=clock.now())


@pytest.fixture
def visitors(fleet, run, finance, office, head):
    """A hundred people, eight at a time, until the test is over; the answers they got.

    The processes start first, and get ready while the run is made.
    """
    keys = [session_key_of(person) for person in (finance, office, head)]
    pages = [("", path) for path in OPEN]
    pages += [(key, path) for key in keys for path in ("/home/", "/invoices/")]
    crowd = Crowd(Door(list(fleet.ports.values())), pages)
    with crowd.browsing(VISITORS, AT_ONCE):
        yield crowd.answers
    assert len(crowd.came) == VISITORS


def test_nothing_is_lost_and_nobody_sees_an_error(fleet, run, visitors, office, post):
    issuing.issue_run(run=run, by=run.approved_by, now=clock.now())

    for count, victim in ((20, "worker 1"), (50, "web 1"), (80, "worker 2"), (120, "web 2")):
        wait_for_papers(count)
        fleet.replace(victim)
        if victim.startswith("worker"):
            # Also of those who live: they are taken for dead, and nothing may be done twice.
            WorkItem.objects.filter(state=WorkState.RUNNING).update(lease_until=clock.now())
            beat_dies_and_comes_back(fleet)
    until(lambda: settled(), what="all that living workers hold", seconds=120)
    the_leases_of_the_dead_run_out()
    beat_dies_and_comes_back(fleet)
    wait_for_papers(INVOICES)
    doubtful = the_office_sends_again_what_may_not_have_arrived(office)

    every_invoice_has_one_number_and_one_pdf()
    every_invoice_went_out(post, doubtful)
    nobody_saw_an_error(visitors)


def wait_for_papers(count):
    papers = Document.objects.filter(kind="invoice")
    until(lambda: papers.count() >= count, what=f"{count} PDFs")


def beat_dies_and_comes_back(fleet):
    fleet.kill("beat")
    # Post is looked after once it has waited half a minute.
    OutboxMessage.objects.filter(state=PostState.QUEUED).update(
        nudged_at=clock.now() - timedelta(minutes=1)
    )
    let_an_hour_pass(configured.CELERY_BEAT_SCHEDULE_FILENAME)
    fleet.start("beat")


def settled():
    """Nothing waits; what still runs is held by nobody who lives."""
    busy = WorkItem.objects.filter(state=WorkState.QUEUED).exists()
    busy = busy or OutboxMessage.objects.filter(state=PostState.QUEUED).exists()
    if busy:
        return False
    before = held()
    time.sleep(2)
    return held() == before


def held():
    work = WorkItem.objects.filter(state=WorkState.RUNNING).values_list("pk", "token")
    mail = OutboxMessage.objects.filter(state=PostState.SENDING).values_list("pk", "token")
    return set(work), set(mail)


def the_leases_of_the_dead_run_out():
    WorkItem.objects.filter(state=WorkState.RUNNING).update(lease_until=clock.now())
    OutboxMessage.objects.filter(state=PostState.SENDING).update(lease_until=clock.now())


def the_office_sends_again_what_may_not_have_arrived(office):
    until(lambda: not OutboxMessage.objects.filter(state=PostState.SENDING), what="the sweep")
    doubtful = list(OutboxMessage.objects.needs_attention())
    for message in doubtful:
        outbox.send_again(message, by=office)
    sent = OutboxMessage.objects.filter(state=PostState.SENT)
    until(lambda: sent.count() == OutboxMessage.objects.count(), what="all mail sent")
    return {message.message_id for message in doubtful}


def every_invoice_has_one_number_and_one_pdf():
    invoices = Invoice.objects.issued().order_by("sequence")

    assert [invoice.sequence for invoice in invoices] == list(range(1, INVOICES + 1))
    assert len({invoice.membership_id for invoice in invoices}) == INVOICES
    for invoice in invoices:
        document = Document.objects.get(key=invoice.document_key)
        assert documents.read(document)[:5] == b"%PDF-"


def every_invoice_went_out(post, doubtful):
    letters = Counter(mail["Message-ID"] for mail in post.mails)
    addressed = Counter(mail["To"] for mail in post.mails if "invoice" in mail["Subject"].lower())

    assert set(letters) == set(OutboxMessage.objects.values_list("message_id", flat=True))
    assert {name for name, copies in letters.items() if copies > 1} <= doubtful
    assert len(doubtful) <= 4  # as many as the dead held in their hands
    assert len(addressed) == INVOICES


def nobody_saw_an_error(visitors):
    bad = {what: times for what, times in visitors.items() if what[0] != 200}

    assert bad == {}
