"""What waits for a person about joining: their own school's sign-up, the office's checks."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.waiting import Found, Subject, Waiting, counted
from members.models import Claim, Enquiry, Membership, Period, School, User
from members.querysets import SIGNERS_UP
from members.services import joining
from members.states import OVER_STATES, EstablishmentStatus, MembershipState
from members.workflow import why_joining_is_closed, why_not_eligible


def _to_sign_up(user: User, now: datetime) -> QuerySet[School] | None:
    own, trusts = user.schools_as(*SIGNERS_UP), user.trusts_signed_for()
    if not own and not trusts:
        return None
    current = Period.objects.only_current(clock.day_of(now))
    settled = Membership.objects.filter(period__in=current).exclude(state=MembershipState.DRAFT)
    schools = School.objects.filter(Q(pk__in=own) | Q(trust__in=trusts))
    return schools.exclude(pk__in=settled.values("school"))


def _sign_ups(found: Found) -> Iterator[Waiting]:
    """Schools of this person's that have not signed; a person of a trust sees those begun."""
    user, now = found.user, found.now
    period = Period.objects.current(clock.day_of(now))
    if period is None or why_joining_is_closed(period, now):
        return
    late = now > period.signup_closes_at
    by_day = period.last_join_on if late else period.signup_closes_on
    until = f"by {by_day.day} {by_day:%B %Y}"
    own = {post.school_id: post.school for post in user.current_posts() if post.role in SIGNERS_UP}
    of_theirs = Q(school__in=own) | Q(school__trust__in=user.trusts_signed_for())
    rows = Membership.objects.visible_to(user).filter(of_theirs, period=period)
    begun = {row.school_id: row for row in rows.select_related("school__trust", "period")}
    for school in own.values():
        membership = begun.get(school.pk) or Membership(school=school, period=period)
        may_sign = why_not_eligible(school, period) is None
        if may_sign and membership.state == MembershipState.DRAFT:
            yield _sign_up(user, membership, until)
    drafts = [row for row in begun.values() if row.state == MembershipState.DRAFT]
    of_trusts = [row for row in drafts if row.school.trust_id in user.trusts_signed_for()]
    yield from _ready_in_trusts(of_trusts)
    for membership in of_trusts:
        if membership.school_id not in own:
            yield _sign_up(user, membership, until)


def _ready_in_trusts(drafts: Iterable[Membership]) -> Iterator[Waiting]:
    """Two or more that one signature can sign together."""
    ready: dict[int, list[Membership]] = {}
    for membership in drafts:
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


def _to_verify(user: User, now: datetime) -> QuerySet[Membership]:
    """Two people: who recorded a paper does not verify it."""
    current = Period.objects.only_current(clock.day_of(now))
    signed = Membership.objects.filter(period__in=current, state=MembershipState.SIGNED)
    return signed.exclude(recorded_by=user)


def _of_closed_schools(user: User, now: datetime) -> QuerySet[Membership]:
    closed = Membership.objects.filter(school__status=EstablishmentStatus.CLOSED)
    return closed.exclude(state__in=OVER_STATES)


SUBJECTS = (
    Subject(
        lambda user, now: Claim.objects.waiting(),
        counted(
            "Claims to check",
            "members:claim_list",
            "People who say they work at a school. Until then they can do nothing.",
        ),
        "members.approve_claim",
    ),
    Subject(
        lambda user, now: Enquiry.objects.to_answer(),
        counted("Questions to answer", "members:enquiry_list"),
        "members.answer_enquiry",
    ),
    Subject(
        _of_closed_schools,
        counted(
            "Closed schools with a membership",
            "members:schools_changed",
            "Say where each goes on.",
        ),
        "members.settle_succession",
    ),
    Subject(_to_sign_up, _sign_ups),
    Subject(
        _to_verify,
        counted(
            "Memberships to verify",
            "members:membership_list",
            "Signed on paper.",
            query=f"?state={MembershipState.SIGNED.value}",
        ),
        "members.verify_membership",
    ),
)
