"""Check 7: `kill -9` while places are offered: after the restart nobody is promoted twice."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured

from hlp.kit.models import OutboxMessage
from programmes.models import PlaceLog
from programmes.services import cancelling, promoting
from programmes.states import PlaceState, PlaceStep
from tests.factories import events as made
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def killed(subprocess_env):
    """Two seats became free for three who wait; the worker dies in the middle."""
    event = made.full(2)
    for minutes in range(3):
        made.waiting(event, now=NOW + timedelta(minutes=minutes))
    for place in event.places.confirmed().select_related("person"):
        cancelling.cancel_place(place=place, by=place.person, now=NOW)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.programmes.events.run_to_kill", str(event.pk)],
        cwd=configured.BASE_DIR,
        env=subprocess_env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "in the middle\n" in iter(process.stdout.readline, "")
    process.kill()
    process.communicate()
    assert process.returncode == -9
    return event


def test_check_7_killed_and_restarted_nobody_is_promoted_twice(killed):
    for _ in range(2):
        promoting.promote(event_id=killed.pk, now=NOW)

    states = killed.places.active().order_by("booked_at").values_list("state", flat=True)
    assert list(states) == [PlaceState.OFFERED, PlaceState.OFFERED, PlaceState.WAITING]
    assert PlaceLog.objects.filter(step=PlaceStep.OFFERED).count() == 2
    assert OutboxMessage.objects.filter(key__endswith=":offered").count() == 2
