"""In admin the office looks at work and post, changes nothing, and sends doubtful mail again."""

import pytest
from django.urls import reverse

from hlp.kit import clock, outbox, work
from hlp.kit.models import OutboxMessage, PostState, WorkItem, WorkState

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    made = outbox.queue(key="a", to="head@school.example", subject="Code", text="42", secret=True)
    OutboxMessage.objects.update(state=PostState.UNSURE, error="The connection broke.")
    return made


def open_page(client, name, *args):
    return client.get(reverse(f"admin:kit_{name}", args=args))


def act(client, name, action, row):
    page = reverse(f"admin:kit_{name}_changelist")
    return client.post(page, {"action": action, "_selected_action": [row.pk]}, follow=True)


def test_the_office_sees_what_went_wrong_but_no_secret(client, office, message):
    client.force_login(office)

    listed = open_page(client, "outboxmessage_changelist").content.decode()
    shown = open_page(client, "outboxmessage_change", message.pk).content.decode()

    assert "The connection broke." in listed
    assert "head@school.example" in shown
    assert ">42<" not in shown
    assert 'name="_save"' not in shown


def test_the_office_sends_again_and_hears_when_it_may_not(client, office, message):
    client.force_login(office)

    sent = act(client, "outboxmessage", "send_again", message).content.decode()
    refused = act(client, "outboxmessage", "send_again", message).content.decode()

    message.refresh_from_db()
    assert message.state == PostState.QUEUED
    assert f"Message {message.pk} is on its way again." in sent
    assert "has been sent or is on its way" in refused


def test_failed_work_is_tried_again(client, office):
    client.force_login(office)
    item = work.enqueue(kind="test.print", key="a")
    WorkItem.objects.update(state=WorkState.FAILED, finished_at=clock.now(), attempts=3)

    act(client, "workitem", "do_again", item)

    item.refresh_from_db()
    assert (item.state, item.attempts) == (WorkState.QUEUED, 0)


@pytest.mark.parametrize("name", ["outboxmessage", "workitem", "document"])
def test_others_do_not_see_it(client, clerk, name):
    clerk.is_staff = True
    clerk.save()
    client.force_login(clerk)

    assert open_page(client, f"{name}_changelist").status_code in (403, 404)
