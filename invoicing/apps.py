from django.apps import AppConfig
from django.db.models.signals import post_migrate


class InvoicingConfig(AppConfig):
    name = "invoicing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from invoicing import receivers, registrations  # noqa: F401, PLC0415 - app ready
        from invoicing.services import setting_up  # noqa: PLC0415 - app ready

        post_migrate.connect(setting_up.after_migrate, sender=self, dispatch_uid="invoicing")
