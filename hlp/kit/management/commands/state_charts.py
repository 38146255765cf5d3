from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hlp.kit import charts
from hlp.kit.states import REGISTRY


class Command(BaseCommand):
    help = "Write docs/states/<noun>.md from the tables of moves; --check only tells a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail if one differs"
        )
        parser.add_argument("--folder", default="docs/states", help="where the pages lie")

    def handle(self, *args: Any, check: bool, folder: str, **options: Any) -> None:
        where = Path(settings.BASE_DIR) / folder
        pages = {
            where / f"{model._meta.model_name}.md": charts.page(model, table)
            for model, table in REGISTRY.items()
        }
        stale = [path for path in pages if _text(path) != pages[path]]
        strange = sorted(set(where.glob("*.md")) - set(pages))
        if not check:
            _write(pages, stale, strange)
        elif stale or strange:
            names = ", ".join(path.name for path in [*stale, *strange])
            raise CommandError(
                f"These state charts are stale: {names}. Run `manage.py state_charts`."
            )
        self.stdout.write(f"{len(pages)} state charts, {0 if check else len(stale)} written.")


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _write(pages: dict[Path, str], stale: list[Path], strange: list[Path]) -> None:
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], "utf-8")
    for path in strange:
        path.unlink()
