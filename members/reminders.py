"""What members reminds of: sign-up that closes, a draft left lying, claims nobody has checked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from hlp.kit import clock, working_days
from hlp.kit.reminders import Due, Line, Rule, in_words, register
from members.models import (
    Affiliation,
    Claim,
    Contact,
    Invitation,
    Membership,
    Period,
    RoleHeld,
    School,
    Trust,
)
from members.states import (
    COMMITTED_STATES,
    OVER_STATES,
    MembershipState,
    PortalRole,
    SchoolRole,
)
from members.workflow import is_complete, why_joining_is_closed

SIGNERS_UP = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)
NAMED = 10  # schools of a trust by name in a mail
PATIENCE = 2  # working days a claim may wait before the office hears of it


def sign_up_closing(today: date) -> Iterator[Due]:
    """Schools that were invited or have begun, to their heads and business managers; and, in one
    line a trust, whatever has not signed to who signs for all its schools."""
    period = Period.objects.current(today)
    if period is None or not period.signup_opens_on <= today <= period.signup_closes_on:
        return
    first, last = SIGN_UP_CLOSING.window(today)
    if not first <= period.signup_closes_on <= last:
        return
    schools = _not_signed(period, today)
    addresses = _addresses(schools, today)
    for school in schools.order_by("name", "pk"):
        for address in sorted(addresses[school.pk]):
            yield Due(
                address,
                f"school:{school.pk}",
                period.signup_closes_on,
                _closing(school, period, today),
            )
    yield from _closing_for_trusts(period, today)


def draft_unfinished(today: date) -> Iterator[Due]:
    """Sign-ups that nobody has touched for a while, to who can go on with them."""
    period = Period.objects.current(today)
    if period is None or why_joining_is_closed(period, clock.start_of_day(today)):
        return
    drafts = _with_last_change(period.memberships.filter(state=MembershipState.DRAFT))
    drafts = drafts.filter(school__in=School.objects.eligible_for(period))
    people = _people(School.objects.filter(memberships__in=drafts), today)
    for draft in drafts.select_related("school", "period").order_by("school__name", "pk"):
        changed_on = clock.day_of(draft.changed_at or draft.started_at)
        for address in sorted(people[draft.school_id] or {draft.head_email} - {""}):
            yield Due(address, f"membership:{draft.pk}", changed_on, _unfinished(draft, today))


def claim_waiting(today: date) -> Iterator[Due]:
    """Claims the office has had for more than two working days; counted from when they are late."""
    for pk, made_at in Claim.objects.waiting().order_by("pk").values_list("pk", "made_at"):
        late_on = working_days.after(clock.day_of(made_at), PATIENCE + 1)
        if late_on <= today:
            yield Due(settings.OFFICE_EMAIL, f"claim:{pk}", late_on, _claims(1))


def _all_claims(due: Sequence[Due], today: date) -> Line:
    """One line with how many wait that long, also those the office was told of before."""
    return _claims(len(list(claim_waiting(today))))


SIGN_UP_CLOSING = register(
    Rule(
        name="members.sign_up_closing",
        title="Sign-up closing",
        purpose="Heads and business managers of schools that were invited or have begun, and have"
        " not signed, hear two weeks, a week and a day before sign-up closes; so does who signs for"
        " a trust, about all its schools that have not.",
        days=(-14, -7, -1),
        due=sign_up_closing,
        is_deadline=True,
    )
)
DRAFT_UNFINISHED = register(
    Rule(
        name="members.draft_unfinished",
        title="Sign-up left unfinished",
        purpose="The head and business manager hear that their school’s sign-up is not finished,"
        " a week after anybody last changed it and then every fortnight, three times at most.",
        days=(7, 21, 35),
        due=draft_unfinished,
        at_most=3,
    )
)
CLAIM_WAITING = register(
    Rule(
        name="members.claim_waiting",
        title="Claims waiting",
        purpose="The office hears of claims that have waited for more than two working days, and"
        " again each week for a month.",
        days=(0, 7, 14, 21, 28),
        due=claim_waiting,
        gather=_all_claims,
    )
)


def _not_signed(period: Period, today: date) -> "QuerySet[School]":
    """Of those that may join: invited, begun, or with a head or business manager who signed in."""
    invited = Q(invitations__revoked_at=None, invitations__isnull=False)
    begun = Q(memberships__in=period.memberships.filter(state=MembershipState.DRAFT))
    schools = _may_still_sign(period)
    known = Q(affiliations__in=Affiliation.objects.current(today).filter(role__in=SIGNERS_UP))
    return schools.filter(pk__in=School.objects.filter(invited | begun | known).values("pk"))


def _may_still_sign(period: Period) -> "QuerySet[School]":
    settled = period.memberships.filter(state__in=[*COMMITTED_STATES, *OVER_STATES])
    return School.objects.eligible_for(period).exclude(memberships__in=settled)


def _closing_for_trusts(period: Period, today: date) -> Iterator[Due]:
    signatories = RoleHeld.objects.current(today).of(PortalRole.TRUST_SIGNATORY)
    signatories = signatories.filter(trust__isnull=False, user__is_active=True)
    left: dict[int, list[School]] = defaultdict(list)
    for school in (
        _may_still_sign(period).filter(trust__in=signatories.values("trust")).order_by("name", "pk")
    ):
        left[school.trust_id or 0].append(school)
    for held in signatories.select_related("trust", "user").order_by("trust__name", "pk"):
        if held.trust and (schools := left[held.trust.pk]):
            line = _trust_closing(held.trust, schools, period, today)
            yield Due(held.user.email, f"trust:{held.trust.pk}", period.signup_closes_on, line)


def _people(schools: "QuerySet[School]", today: date) -> dict[int, set[str]]:
    """By school: the addresses of who signs it up, of those with an account."""
    posts = Affiliation.objects.current(today).filter(
        school__in=schools, role__in=SIGNERS_UP, user__is_active=True
    )
    return _by_school(posts.values_list("school_id", "user__email"))


def _addresses(schools: "QuerySet[School]", today: date) -> dict[int, set[str]]:
    """The same, and whom the office has on file or invited, and the head the draft names."""
    found = _people(schools, today)
    on_file = {"school__in": schools, "role__in": SIGNERS_UP}
    more = [
        Contact.objects.filter(**on_file).values_list("school_id", "email"),
        # Who accepted has a post, which says whether they are still there.
        Invitation.objects.open().filter(**on_file).values_list("school_id", "email"),
        Membership.objects.filter(school__in=schools, state=MembershipState.DRAFT)
        .exclude(head_email="")
        .values_list("school_id", "head_email"),
    ]
    for rows in more:
        for urn, addresses in _by_school(rows).items():
            found[urn] |= addresses
    return found


def _by_school(rows: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for urn, address in rows:
        found[urn].add(address.strip().lower())
    return found


def _with_last_change(drafts: "QuerySet[Membership]") -> "QuerySet[Any]":
    """`changed_at` from the audit log, which sees every step that is saved."""
    changes = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Membership),
        object_id=OuterRef("pk"),
        action__in=(LogEntry.Action.CREATE, LogEntry.Action.UPDATE),
    )
    return drafts.annotate(
        changed_at=Subquery(changes.order_by("-timestamp").values("timestamp")[:1])
    )


def _closing(school: School, period: Period, today: date) -> Line:
    return Line(
        title=f"Sign-up for {school} closes {in_words(period.signup_closes_on, today)}",
        detail=f"Your school has not signed the membership for {period} yet."
        " It takes about ten minutes; the headteacher signs.",
        url=reverse("members:join_school", args=[school.pk]),
        label="Sign up",
    )


def _trust_closing(trust: Trust, schools: Sequence[School], period: Period, today: date) -> Line:
    names = ", ".join(str(school) for school in schools[:NAMED])
    more = f" and {len(schools) - NAMED} more" if len(schools) > NAMED else ""
    have = "1 school has" if len(schools) == 1 else f"{len(schools)} schools have"
    closes = in_words(period.signup_closes_on, today)
    return Line(
        title=f"Sign-up for the schools of {trust} closes {closes}",
        detail=f"{have} not signed the membership for {period} yet: {names}{more}."
        " You can sign for several at once.",
        url=reverse("members:trust_schools", args=[trust.pk]),
        label="See the schools and sign",
    )


def _unfinished(draft: Membership, today: date) -> Line:
    url = reverse("members:join_school", args=[draft.school_id])
    if is_complete(draft, clock.start_of_day(today)):
        title = f"The sign-up of {draft.school} is not finished"
        return Line(title, url, "Go on with the sign-up", "What you saved is still there.")
    title = f"The sign-up of {draft.school} waits for the headteacher’s signature"
    return Line(title, url, "Check and sign", "Everything is prepared.")


def _claims(count: int) -> Line:
    wait = "1 claim has" if count == 1 else f"{count} claims have"
    return Line(
        title=f"{wait} waited for more than two working days",
        detail="People who say they work at a school. Until you decide they can do nothing.",
        url=reverse("members:claim_list"),
        label="Check the claims",
    )
