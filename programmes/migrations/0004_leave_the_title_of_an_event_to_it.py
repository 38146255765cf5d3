"""The form of an event is called Feedback; which event it is of says the event."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = ("Feedback", "What came of it")


def leave_it_to_the_event(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    surveys = apps.get_model("programmes", "Survey").objects.filter(event__isnull=False)
    for kind in KINDS:
        surveys.filter(title__startswith=f"{kind}: ").update(title=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_leave_reminders_to_their_log"),
    ]

    operations = [
        migrations.RunPython(leave_it_to_the_event, migrations.RunPython.noop),
    ]
