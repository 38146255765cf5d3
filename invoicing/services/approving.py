"""Approving a run: the second pair of eyes."""

from datetime import datetime

from hlp.kit.refusal import Refusal
from hlp.kit.states import make
from invoicing.models import FeeRun
from members.models import User


class SamePerson(Refusal):
    """Who prepared a run does not approve it."""


def approve_run(*, run: FeeRun, by: User, now: datetime) -> FeeRun:
    if run.prepared_by_id == by.pk:
        raise SamePerson(
            "You prepared this run, so somebody else must approve it: "
            "another person of the partnership office, or LA finance."
        )
    return make(run, "approve", by=by, now=now)
