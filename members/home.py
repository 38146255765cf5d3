"""What waits for a person about joining: their own school's sign-up, the office's checks."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from hlp.kit import clock, counting
from hlp.kit.waiting import Waiting
from members.models import Claim, Enquiry, Membership, Period, School, User
from members.querysets import AnyUser
from members.services import joining
from members.states import OVER_STATES, EstablishmentStatus, MembershipState, SchoolRole
from members.workflow import why_joining_is_closed

SIGNERS_UP = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    yield from _for_the_office(user)
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


def _for_the_office(user: AnyUser) -> Iterator[Waiting]:
    """Claims, questions and closed schools, counted in one query for whoever sees to them."""
    members = Membership.objects.exclude(state__in=OVER_STATES)
    questions: dict[str, tuple[str, QuerySet]] = {
        "claims": ("members.approve_claim", Claim.objects.waiting()),
        "enquiries": ("members.answer_enquiry", Enquiry.objects.to_answer()),
        "closed": (
            "members.settle_succession",
            members.filter(school__status=EstablishmentStatus.CLOSED),
        ),
    }
    asked = {name: rows for name, (power, rows) in questions.items() if user.has_perm(power)}
    if not asked or not user.is_authenticated:
        return
    found = counting.at_once(user, **asked)
    for name, (title, url_name, detail) in OFFICE.items():
        if count := found.get(name):
            yield Waiting(title, reverse(url_name), detail, count)


OFFICE = {
    "claims": (
        "Claims to check",
        "members:claim_list",
        "People who say they work at a school. Until then they can do nothing.",
    ),
    "enquiries": ("Questions to answer", "members:enquiry_list", ""),
    "closed": (
        "Closed schools with a membership",
        "members:schools_changed",
        "Say where each goes on.",
    ),
}
