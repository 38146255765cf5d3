"""Celery: where work goes that a person should not wait for. It loads no app by itself."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlp.settings.dev")

app = Celery("hlp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Work whose nudge was lost or whose worker died is picked up again.
    "sweep work": {"task": "hlp.kit.tasks.sweep_work", "schedule": 60},
    # Mail that waits is nudged; mail whose worker died while sending is shown to the office.
    "sweep outbox": {"task": "hlp.kit.tasks.sweep_outbox", "schedule": 60},
    # A link of the register whose date has come takes effect, without waiting for an import.
    "carry on successions": {
        "task": "members.tasks.carry_on_successions",
        "schedule": crontab(hour=2, minute=0),
    },
}
