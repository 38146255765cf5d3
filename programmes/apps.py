from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from programmes import receivers, registrations, workflow  # noqa: F401, PLC0415 - app ready
