"""What the browser says about a page: errors, CSP violations, and the source as it was served."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Error, Page, Response


@dataclass
class Log:
    """What went wrong since the last look, and the last document that was served."""

    complaints: list[str] = field(default_factory=list)
    document: Response | None = None

    def take_complaints(self) -> list[str]:
        taken, self.complaints = self.complaints, []
        return taken


_logs: WeakKeyDictionary[Page, Log] = WeakKeyDictionary()


def watch(page: Page) -> None:
    """Listen from the first byte on; CSP violations arrive as console errors."""
    log = _logs[page] = Log()

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            log.complaints.append(f"console {message.type}: {message.text}")

    def on_error(error: Error) -> None:
        log.complaints.append(f"script error: {error}")

    def on_response(response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            if not 300 <= response.status < 400:
                log.document = response

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("response", on_response)


def log_of(page: Page) -> Log:
    """The log of a page that one of our fixtures opened."""
    if page not in _logs:
        raise AssertionError("This page is not watched; open it with one of the fixtures.")
    return _logs[page]
