from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "board"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from board import receivers, registrations, workflow  # noqa: F401, PLC0415 - app ready
