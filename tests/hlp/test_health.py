"""A machine asks whether the portal is there and whether it can work."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from hlp.kit import clock, frozen, work


def test_healthz_answers_without_a_database(client):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_readyz_is_ready_when_nothing_is_wrong(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "problems": [], "oldest_wait_seconds": 0}


@pytest.mark.django_db
def test_readyz_says_when_frozen_tables_are_open(client):
    frozen.lift(connection)
    try:
        answer = client.get("/readyz")
    finally:
        frozen.install(connection)

    assert answer.status_code == 503
    assert answer.json()["problems"] == ["frozen tables are open: run migrate"]


@pytest.mark.django_db
def test_readyz_says_when_no_worker_takes_the_work(client):
    with time_machine.travel(clock.now() - timedelta(hours=1)):
        work.enqueue(kind="tests.nothing", key="1")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["problems"] == ["work waits for over ten minutes: is a worker running?"]
