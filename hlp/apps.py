from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


def make_cache_table(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Without Redis the shared cache is a table; making it twice changes nothing."""
    call_command("createcachetable", database=using, verbosity=0)


class HlpConfig(AppConfig):
    name = "hlp"
    verbose_name = "Hillingdon Learning Partnership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hlp import personal_data  # noqa: F401, PLC0415 - app ready

        # Signals of migrate are only sent for apps with models, and hlp has none.
        kit = apps.get_app_config("kit")
        post_migrate.connect(make_cache_table, sender=kit, dispatch_uid="hlp.cache_table")
