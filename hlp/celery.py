"""Celery: where work goes that a person should not wait for. It loads no app by itself."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, worker_init, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlp.settings.dev")

app = Celery("hlp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Work whose nudge was lost or whose worker died is picked up again.
    "sweep work": {"task": "hlp.kit.tasks.sweep_work", "schedule": 60},
    # Mail that waits is nudged; mail whose worker died while sending is shown to the office.
    "sweep outbox": {"task": "hlp.kit.tasks.sweep_outbox", "schedule": 60},
    # Everybody's reminders of the day, at seven by London's clock, summer and winter.
    "send reminders": {
        "task": "hlp.kit.tasks.send_reminders",
        "schedule": crontab(hour=7, minute=0),
    },
    # Whose last day as a member was yesterday is one no longer; so with a period that is over.
    "end memberships": {
        "task": "members.tasks.end_memberships",
        "schedule": crontab(hour=0, minute=10),
    },
    # Whose last day in the office or as clerk was yesterday hands in the key of the back room.
    "close back rooms": {
        "task": "members.tasks.close_back_rooms",
        "schedule": crontab(hour=0, minute=15),
    },
    # An invitation ends with the last day of whoever sent it for the school.
    "revoke invitations": {
        "task": "members.tasks.revoke_invitations",
        "schedule": crontab(hour=0, minute=12),
    },
    # Whoever was no longer what a seat of the board asks for yesterday leaves it with that day.
    "look after seats": {
        "task": "board.tasks.look_after_seats",
        "schedule": crontab(hour=0, minute=20),
    },
    # A call whose last moment has passed is closed; late bids are refused by the clock itself.
    "close calls": {"task": "bids.tasks.close_calls", "schedule": 60},
    # Questions to the office are kept for a year, as the privacy page says.
    "forget enquiries": {
        "task": "members.tasks.forget_enquiries",
        "schedule": crontab(hour=3, minute=30),
    },
    # What has been kept long enough goes, at an hour when nobody works (design 12).
    "apply retention": {
        "task": "hlp.tasks.apply_retention",
        "schedule": crontab(hour=3, minute=50),
    },
    # Feedback opens with its event and closes by itself.
    "follow surveys": {"task": "programmes.tasks.follow_surveys", "schedule": 300},
    # A place that became free, or whose offer ran out, goes to who waits next.
    "sweep waiting lists": {"task": "programmes.tasks.sweep_waiting_lists", "schedule": 60},
    # Access and dietary needs vanish thirty days after the event (design 12).
    "forget needs": {
        "task": "programmes.tasks.forget_needs",
        "schedule": crontab(hour=3, minute=20),
    },
    # Links of the library that nobody tried for a week are tried again.
    "check links": {
        "task": "programmes.tasks.check_links",
        "schedule": crontab(hour=4, minute=30),
    },
    # A link of the register whose date has come takes effect, without waiting for an import.
    "carry on successions": {
        "task": "members.tasks.carry_on_successions",
        "schedule": crontab(hour=2, minute=0),
    },
}


@setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Whoever answers this signal keeps Celery from setting up logs of its own."""


@worker_init.connect
def load_pdf_engine(**kwargs: Any) -> None:
    """Once, before the pool forks: its processes share what is loaded."""
    from hlp.kit import pdf  # noqa: PLC0415 - app ready

    pdf.load()


@worker_process_init.connect
def prepare_pdf_engine(**kwargs: Any) -> None:
    """Fonts and stylesheet of each process, so that the first document is as quick as the rest."""
    from hlp.kit import pdf  # noqa: PLC0415 - app ready

    pdf.prepare()
