"""Links and memberships for stories about succession."""

from datetime import date

from members.models import SchoolLink
from members.services import succeeding
from members.states import MembershipState
from tests.factories.members import (
    CommitmentTextFactory,
    MembershipFactory,
    PeriodFactory,
    fields_of,
)
from tests.members.roster.files import NOW

CHANGE = date(2021, 9, 1)


def linked(predecessor, successor, kind="Succession", on=CHANGE):
    return SchoolLink.objects.create(
        predecessor=predecessor, successor=successor, kind=kind, established_on=on
    )


def signed(school, state=MembershipState.ACTIVE, period=None):
    period = period or PeriodFactory.create()
    return MembershipFactory.create(
        school=school,
        period=period,
        state=state,
        commitment=CommitmentTextFactory.create(period=period),
        signed_at=NOW,
        signed_name="Hanna Head",
        signed_urn=school.urn,
        **fields_of(state),
    )


def carry_on(**options):
    return succeeding.carry_on(**{"now": NOW} | options)
