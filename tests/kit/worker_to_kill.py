"""A worker in a process of its own, which stops where the test wants to kill it.

`python -m tests.kit.worker_to_kill work|mail ID PAUSE [PORT]`: prints the name of each point it
passes; at PAUSE it waits for ever.
"""

import sys
from typing import Any

import django
from django.conf import settings

pause_at = ""


def reached(point: str) -> None:
    print(point, flush=True)  # noqa: T201 - the test reads along
    if point == pause_at:
        sys.stdin.read()


def page(name: str, context: Any) -> str:
    return "<html lang=en><body><p>Invoice</p></body></html>"


def print_invoice(item: Any, progress: Any) -> None:
    from hlp.kit import documents, pdf  # noqa: PLC0415 - app ready

    progress(0, 1)
    reached("claimed")
    if documents.get(item.key):
        return
    pdf.render_to_string = page  # type: ignore[assignment]
    data = pdf.render("any", {}, title="Invoice", identifier=item.key)
    reached("rendered")
    documents.store(key=item.key, filename="Invoice.pdf", data=data, kind="invoice")
    reached("stored")


def stop_before_the_server_hears() -> None:
    from hlp.kit import outbox, posting  # noqa: PLC0415 - app ready

    deliver = posting.deliver

    def stopping(message: Any) -> None:
        reached("sending")
        deliver(message)
        reached("handed over")

    outbox.posting.deliver = stopping


def main(what: str, pk: str, pause: str, port: str = "") -> None:
    global pause_at
    pause_at = pause
    django.setup()
    from hlp.kit import tasks, work  # noqa: PLC0415 - app ready

    if what == "work":
        work.handler("test.print")(print_invoice)
        tasks.run_work(item_id=int(pk))
    else:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
        stop_before_the_server_hears()
        tasks.send_message(message_id=int(pk))
    reached("over")


if __name__ == "__main__":
    main(*sys.argv[1:])
