"""Two people of one school press at the same moment: one membership, one signature, one told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hlp.kit.models import OutboxMessage, WorkItem
from members.models import Membership, User
from members.services import joining, signing
from members.states import MembershipState, SchoolRole
from tests.factories import cast
from tests.members.joining.conftest import prepare, sign

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Each in a thread and a connection of its own; what it returned or refused."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except signing.AlreadySigned as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.fixture
def co_head(school):
    """A job share: the school has two heads."""
    return cast.at_school("Cora Head", school, SchoolRole.HEADTEACHER)


def as_new(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_two_signatures_make_one_membership(prepared, head, co_head, now):
    copies = [Membership.objects.get(), Membership.objects.get()]

    outcomes = at_once(
        lambda: sign(copies[0], as_new(head), now),
        lambda: sign(copies[1], as_new(co_head), now),
    )

    [refused] = [o for o in outcomes if isinstance(o, signing.AlreadySigned)]
    [signed] = [o for o in outcomes if isinstance(o, Membership)]
    kept = Membership.objects.get()
    assert kept.state == MembershipState.ACTIVE
    assert kept.signed_by == signed.signed_by
    assert "was already signed by Hanna Head" in str(refused)
    assert WorkItem.objects.filter(kind="members.agreement").count() == 1
    assert OutboxMessage.objects.count() == 1


def test_two_starts_make_one_membership(period, school, head, co_head, now):
    outcomes = at_once(
        lambda: joining.start(school=school, by=as_new(head), now=now),
        lambda: joining.start(school=school, by=as_new(co_head), now=now),
    )

    assert outcomes[0] == outcomes[1] == Membership.objects.get()


def test_signing_while_the_answers_are_changed_leaves_no_mixture(prepared, head, teacher, now):
    """Whoever comes second sees what the first did: the late change is refused or was in time."""
    seen = joining.fingerprint(prepared, "billing")
    answers = {field: getattr(prepared, field) for field in joining.BILLING}
    answers["finance_email"] = "new@bourne.example"

    def change() -> object:
        try:
            return joining.save(
                membership=prepared, step="billing", answers=answers, seen=seen, by=as_new(teacher)
            )
        except joining.access.WrongPerson as refusal:  # signed a moment before
            return refusal

    outcomes = at_once(lambda: sign(Membership.objects.get(), as_new(head), now), change)

    kept = Membership.objects.get()
    assert kept.state == MembershipState.ACTIVE
    was_in_time = isinstance(outcomes[1], Membership)
    expected = "new@bourne.example" if was_in_time else "finance@bourne.example"
    assert kept.finance_email == expected


def test_prepared_by_two_it_is_one(period, school, head, co_head, now):
    prepare(school, head, now)
    joining.start(school=school, by=co_head, now=now)

    assert Membership.objects.count() == 1
