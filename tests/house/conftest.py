"""The set-up as a module, turned towards an empty folder instead of this one."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def manage() -> ModuleType:
    specification = importlib.util.spec_from_file_location("manage_under_test", ROOT / "manage.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def portal(manage: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of nothing but what the set-up reads, in which `manage` now works."""
    for name, value in vars(manage).copy().items():
        if isinstance(value, Path) and value.is_relative_to(ROOT):
            monkeypatch.setattr(manage, name, tmp_path / value.relative_to(ROOT))
    for file in ("runtime", "assets", "dev", "node"):
        write(tmp_path / "requirements" / f"{file}.txt", file)
    write(tmp_path / "package-lock.json", "{}")
    write(tmp_path / "static" / "compile.py", "")
    write(tmp_path / "static" / "scss" / "hlp.scss", "")
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
