"""Takes the README's pictures from a demo of its own: `make docs`.

Run inside .venv. Chromium and pdftoppm come from Debian's packages.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import FLAGS, find_chromium  # noqa: E402 - found from the root
from tests.polling import until  # noqa: E402

PORT = 8765
URL = f"http://localhost:{PORT}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db"}
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(PORT)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert demo.stdout
            said = "".join(iter(lambda: line_until_ready(demo), ""))
            password = re.search(r"Password of all: (.+)", said)
            assert password, said
            take_all(password[1].strip(), Path(folder))
        finally:
            demo.terminate()
            demo.wait(timeout=20)


def line_until_ready(demo: "subprocess.Popen[str]") -> str:
    assert demo.stdout
    line = demo.stdout.readline()
    return "" if line.startswith("Stop with") else line


def take_all(password: str, folder: Path) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1100, "height": 760})
        page.goto(URL)
        page.screenshot(path=HERE / "home.png")
        sign_in(page, "finance@demo.hlp.example", password)
        page.goto(f"{URL}/invoices/")
        page.set_viewport_size({"width": 1100, "height": 1150})
        page.screenshot(path=HERE / "invoices.png")
        link = page.get_by_role("link", name=re.compile(r"^HLP\d")).first
        number = link.inner_text().strip()
        pdf = until(lambda: pdf_of(page, number), what="the invoice's PDF")
        (folder / "invoice.pdf").write_bytes(pdf)
        browser.close()
    command = ["pdftoppm", "-r", "80", "-png", "-singlefile"]
    subprocess.run([*command, str(folder / "invoice.pdf"), str(HERE / "invoice")], check=True)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto(f"{URL}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{URL}/home/")


def pdf_of(page: Page, number: str) -> bytes:
    answer = page.request.get(f"{URL}/invoices/{number}.pdf")
    is_pdf = answer.headers["content-type"] == "application/pdf"
    return answer.body() if is_pdf else b""


if __name__ == "__main__":
    main()
