"""`check_page(page)`: everything a page must keep, whatever it is about.

No accessibility violation at desktop and phone width, no sideways scrolling on a phone, valid HTML,
nothing on the browser's console.
"""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.watching import log_of

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HTML_VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
HTML_RULES = Path(__file__).with_name("htmlvalidate.json")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# `preload` would fetch stylesheets by script, which our CSP may forbid and no visitor does.
RUN_AXE = """async () => (await axe.run(document, {preload: false, resultTypes: ['violations']}))
    .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.html.slice(0, 200)}`))"""


def check_page(page: Page) -> None:
    """Fail with every fault of the page the browser shows now."""
    faults = faults_in_browser(page) + html_faults({"page": source_of(page)})
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def faults_in_browser(page: Page) -> list[str]:
    """Accessibility, sideways scrolling and the console, at both widths; keeps the page's size."""
    before = page.viewport_size
    faults = [f"axe at 1280 px: {fault}" for fault in axe_violations(page, DESKTOP)]
    faults += [f"axe at 320 px: {fault}" for fault in axe_violations(page, PHONE)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        faults.append(f"scrolls sideways: {width} px wide on a screen of 320 px")
    if before:
        page.set_viewport_size(before)
    return faults + log_of(page).take_complaints()


def axe_violations(page: Page, size: dict[str, int]) -> list[str]:
    """Scripts evaluated through the debugger are not subject to the page's CSP, so it stays on."""
    page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own TypedDict
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    violations: list[str] = page.evaluate(RUN_AXE)
    return violations


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def source_of(page: Page) -> str:
    """The HTML as it was served; the browser's own view of it has repaired what was broken."""
    document = log_of(page).document
    assert document, "The page was not served; nothing to validate."
    return document.text()


def html_faults(sources: Mapping[str, str]) -> list[str]:
    """What html-validate says about each page, in one go, because starting it costs most."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, source) in enumerate(sources.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(source, encoding="utf-8")
            names[str(path)] = name
        options = ["--config", str(HTML_RULES), "--formatter", "json"]
        command = [str(HTML_VALIDATE), *options, *names]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode not in {0, 1} or not done.stdout:
        raise RuntimeError(f"html-validate did not run: {done.stderr or done.stdout}")
    return [
        f"html of {names[report['filePath']]}, line {message['line']}:"
        f" {message['message']} ({message['ruleId']})"
        for report in json.loads(done.stdout)
        for message in report["messages"]
    ]
