"""What is measured, in the order in which the data grows."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - after set-up
from django.core.management import call_command  # noqa: E402

from hlp.demo import schools as register  # noqa: E402
from hlp.demo import story  # noqa: E402
from hlp.kit import clock  # noqa: E402
from invoicing.models import FeeRun, Invoice  # noqa: E402
from invoicing.services import sending  # noqa: E402
from members.services import importing  # noqa: E402
from tests.bench import delivery, pages, serving, voting  # noqa: E402
from tests.bench.table import print_table  # noqa: E402

PDFS = 40


def everything(schools: int, requests: int) -> dict[str, Any]:
    settings.DEMO = True
    for folder in ("broker", "broker-done", "broker-control", "files"):
        (settings.VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    _, making = timed(lambda: story.tell(schools=schools, now=clock.now(), say=lambda _: None))
    pages.let_the_cast_sign_in()
    jobs = {
        f"demo of {schools} schools: import, sign, draft, issue": f"{making:.1f} s",
        **again(schools),
        **documents(),
        **voting.election(),
        **delivery.hold_events(),
    }
    print_table(f"Jobs, {schools} schools", ["what", "took"], list(jobs.items()))
    with serving.gunicorn() as server:
        measured = pages.measure(server, requests)
        rss = server.megabytes()
    print_table(f"Pages, {schools} schools", pages.HEADINGS, [page.row() for page in measured])
    print(f"gunicorn workers after the run: {rss} MB")
    return {"jobs": jobs, "pages": [page.as_json() for page in measured], "worker_mb": rss}


def again(schools: int) -> dict[str, str]:
    """The register read a second time, and the year's run issued for how many."""
    file = Path(settings.VAR_DIR) / "register.csv"
    file.write_text(register.register(schools), "cp1252")
    _, same = timed(lambda: importing.import_roster(file, now=clock.now()))
    run = FeeRun.objects.order_by("pk").first()
    count = Invoice.objects.issued().filter(fee_run=run).count()
    return {"the same register again": f"{same:.1f} s", "invoices issued in the run": str(count)}


def documents() -> dict[str, str]:
    """Invoices as PDF in this process, once it is warm: what a worker does, mail queued and all."""
    invoices = list(Invoice.objects.issued().order_by("pk").values_list("pk", flat=True))
    now = clock.now()
    sending.make_document(invoice_id=invoices[0], now=now)
    cpu = time.process_time()
    _, wall = timed(
        lambda: [sending.make_document(invoice_id=pk, now=now) for pk in invoices[1 : PDFS + 1]]
    )
    cpu, made = time.process_time() - cpu, len(invoices[1 : PDFS + 1])
    return {
        "invoice PDF, CPU": f"{cpu / made * 1000:.0f} ms",
        "invoice PDFs a second": f"{made / wall:.1f}",
    }


def timed(job: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = job()
    return result, time.perf_counter() - began
