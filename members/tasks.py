"""What the members app does later."""

from collections.abc import Callable

from celery import shared_task

from hlp.kit import clock, work
from hlp.kit.models import WorkItem


@work.handler("members.agreement")
def agreement(item: WorkItem, progress: Callable[[int, int], None]) -> None:
    from members.services import signing  # noqa: PLC0415 - task

    signing.make_agreement(membership_id=int(item.subject_id), now=clock.now())


@work.handler("members.announce")
def announce(item: WorkItem, progress: Callable[[int, int], None]) -> None:
    from members.services import announcing  # noqa: PLC0415 - task

    announcing.deliver(announcement_id=int(item.subject_id), progress=progress)


@shared_task(name="members.tasks.carry_on_successions")
def carry_on_successions() -> None:
    from members.services import succeeding  # noqa: PLC0415 - task

    succeeding.carry_on(now=clock.now())


@shared_task(name="members.tasks.close_back_rooms")
def close_back_rooms() -> None:
    from members.services import roles  # noqa: PLC0415 - task

    roles.close_back_rooms(now=clock.now())


@shared_task(name="members.tasks.end_memberships")
def end_memberships() -> None:
    from members.services import leaving  # noqa: PLC0415 - task

    leaving.end_due(now=clock.now())


@shared_task(name="members.tasks.revoke_invitations")
def revoke_invitations() -> None:
    from members.services import inviting  # noqa: PLC0415 - task

    inviting.revoke_of_leavers(now=clock.now())


@shared_task(name="members.tasks.forget_enquiries")
def forget_enquiries() -> None:
    from members.services import enquiring  # noqa: PLC0415 - task

    enquiring.forget(now=clock.now())
