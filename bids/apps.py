from django.apps import AppConfig


class BidsConfig(AppConfig):
    name = "bids"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bids import registrations, rules, workflow  # noqa: F401, PLC0415 - app ready
