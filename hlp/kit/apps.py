from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class KitConfig(AppConfig):
    name = "hlp.kit"
    label = "kit"
    verbose_name = "Work and post"

    def ready(self) -> None:
        from hlp.kit import audit, documents, frozen, overlaps, reminding  # noqa: PLC0415 - app ready

        autodiscover_modules("workflow", "tasks", "reminders")
        audit.connect()
        documents.freeze()
        audit.register(reminding.ReminderSwitch)
        pre_migrate.connect(frozen.before_migrate, sender=self, dispatch_uid="kit.frozen")
        post_migrate.connect(frozen.after_migrate, sender=self, dispatch_uid="kit.frozen")
        pre_migrate.connect(overlaps.before_migrate, sender=self, dispatch_uid="kit.overlaps")
        post_migrate.connect(overlaps.after_migrate, sender=self, dispatch_uid="kit.overlaps")
        checks.register(frozen.check_triggers, checks.Tags.database)
        checks.register(overlaps.check_guards, checks.Tags.database)
