"""What workers do for invoicing; each piece of work may come twice."""

from datetime import timedelta

from hlp.kit import clock, work
from hlp.kit.models import WorkItem


@work.handler("invoicing.issue_run", lease=timedelta(minutes=5))
def issue_run(item: WorkItem, progress: work.Progress) -> None:
    from invoicing.services import issuing  # noqa: PLC0415 - task

    issuing.carry_on(run_id=int(item.subject_id), now=clock.now(), progress=progress)


@work.handler("invoicing.render_invoice", lease=timedelta(minutes=5))
def render_invoice(item: WorkItem, progress: work.Progress) -> None:
    from invoicing.services import sending  # noqa: PLC0415 - task

    sending.make_document(invoice_id=int(item.subject_id), now=clock.now())


@work.handler("invoicing.render_credit", lease=timedelta(minutes=5))
def render_credit(item: WorkItem, progress: work.Progress) -> None:
    from invoicing.services import sending_credits  # noqa: PLC0415 - task

    sending_credits.make_document(credit_id=int(item.subject_id), now=clock.now())


@work.handler("invoicing.credit_fee", lease=timedelta(minutes=5))
def credit_fee(item: WorkItem, progress: work.Progress) -> None:
    from invoicing.services import setting_fees  # noqa: PLC0415 - task

    setting_fees.carry_on(decision_id=int(item.subject_id), now=clock.now(), progress=progress)


@work.handler("invoicing.export", lease=timedelta(minutes=10))
def export(item: WorkItem, progress: work.Progress) -> None:
    from invoicing.services import exporting  # noqa: PLC0415 - task

    exporting.make_file(export_id=int(item.subject_id), progress=progress, now=clock.now())
