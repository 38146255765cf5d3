"""Celery: where work goes that a person should not wait for. It loads no app by itself."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlp.settings.dev")

app = Celery("hlp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Work whose nudge was lost or whose worker died is picked up again.
    "sweep work": {"task": "hlp.kit.tasks.sweep_work", "schedule": 60},
    # Mail that waits is nudged; mail whose worker died while sending is shown to the office.
    "sweep outbox": {"task": "hlp.kit.tasks.sweep_outbox", "schedule": 60},
}
