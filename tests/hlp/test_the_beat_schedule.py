"""Every line of the beat schedule names a task that the portal has."""

import hlp.celery


def test_every_scheduled_task_exists():
    hlp.celery.app.loader.import_default_modules()
    scheduled = {row["task"] for row in hlp.celery.app.conf.beat_schedule.values()}

    assert scheduled
    assert scheduled <= set(hlp.celery.app.tasks)
