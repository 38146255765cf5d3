"""What waits for a person about joining: their own school's sign-up, the office's checks."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.waiting import Waiting
from members.models import Claim, Enquiry, Membership, Period, School, User
from members.querysets import AnyUser
from members.services import joining
from members.states import OVER_STATES, EstablishmentStatus, MembershipState, SchoolRole
from members.workflow import why_joining_is_closed

SIGNERS_UP = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if user.has_perm("members.approve_claim"):
        yield from _to_check()
    if user.has_perm("members.answer_enquiry"):
        yield from _to_answer()
    if user.has_perm("members.settle_succession"):
        yield from _to_settle()
    period = Period.objects.current(clock.day_of(now))
    if period is None or not user.is_authenticated:
        return
    if not why_joining_is_closed(period, now):
        yield from _sign_ups(user, period, now)
    if user.has_perm("members.verify_membership"):
        yield from _to_verify(user, period)


def _sign_ups(user: User, period: Period, now: datetime) -> Iterator[Waiting]:
    """Schools of this person's that have not signed; a person of a trust sees those begun."""
    late = now > period.signup_closes_at
    by_day = period.last_join_on if late else period.signup_closes_on
    until = f"by {by_day.day} {by_day:%B %Y}"
    drafts = Membership.objects.visible_to(user).filter(period=period)
    drafts = drafts.select_related("school", "period")
    own = School.objects.eligible_for(period).filter(pk__in=user.schools_as(*SIGNERS_UP))
    begun = {m.school_id: m for m in drafts.filter(school__in=own)}
    for school in own.order_by("name"):
        membership = begun.get(school.pk) or Membership(school=school, period=period)
        if membership.state == MembershipState.DRAFT:
            yield _sign_up(user, membership, until)
    trusts = user.trusts_signed_for()
    if trusts:
        yield from _ready_in_trusts(drafts, trusts)
        for membership in drafts.filter(school__trust__in=trusts, state=MembershipState.DRAFT):
            if membership.school_id not in begun:
                yield _sign_up(user, membership, until)


def _ready_in_trusts(drafts: "QuerySet[Membership]", trusts: set[int]) -> Iterator[Waiting]:
    """Two or more that one signature can sign together."""
    waiting = drafts.filter(school__trust__in=trusts, state=MembershipState.DRAFT)
    ready: dict[int, list[Membership]] = {}
    for membership in waiting.select_related("school__trust", "period"):
        if joining.is_filled(membership):
            ready.setdefault(membership.school.trust_id or 0, []).append(membership)
    for pk, found in ready.items():
        if len(found) > 1:
            title = f"Sign for {len(found)} schools of {found[0].school.trust} at once"
            yield Waiting(title, reverse("members:trust_schools", args=[pk]), "One signature.")


def _sign_up(user: User, membership: Membership, until: str) -> Waiting:
    school = membership.school
    url = reverse("members:join_school", args=[school.pk])
    if not membership.is_started:
        return Waiting(f"Sign up {school} {until}", url, "It takes about ten minutes.")
    if not joining.is_ready(membership):
        return Waiting(f"Finish signing up {school} {until}", url, "What you saved is still there.")
    check = reverse("members:join_check", args=[school.pk])
    if user.has_perm("members.sign_membership", membership):
        return Waiting(f"{school} is ready for your signature", check, f"Sign {until}.")
    detail = "Everything is prepared. Only the headteacher signs."
    return Waiting(f"{school} waits for the headteacher’s signature", check, detail, tone="info")


def _to_verify(user: User, period: Period) -> Iterator[Waiting]:
    """Two people: who recorded a paper does not verify it."""
    signed = period.memberships.filter(state=MembershipState.SIGNED)
    count = signed.exclude(recorded_by=user).count()
    if count:
        url = f"{reverse('members:membership_list')}?state={MembershipState.SIGNED.value}"
        yield Waiting("Memberships to verify", url, "Signed on paper.", count)


def _to_check() -> Iterator[Waiting]:
    count = Claim.objects.waiting().count()
    if count:
        detail = "People who say they work at a school. Until then they can do nothing."
        yield Waiting("Claims to check", reverse("members:claim_list"), detail, count)


def _to_answer() -> Iterator[Waiting]:
    count = Enquiry.objects.to_answer().count()
    if count:
        yield Waiting("Questions to answer", reverse("members:enquiry_list"), "", count)


def _to_settle() -> Iterator[Waiting]:
    open_ = Membership.objects.exclude(state__in=OVER_STATES)
    count = open_.filter(school__status=EstablishmentStatus.CLOSED).count()
    if count:
        url = reverse("members:schools_changed")
        yield Waiting("Closed schools with a membership", url, "Say where each goes on.", count)
