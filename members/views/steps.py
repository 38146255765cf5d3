"""The steps of signing up as one person sees them: what is done, what is next, what is closed."""

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from hlp.kit.components import Task
from members.models import Claim, Membership, School, User
from members.services import joining
from members.states import StepState

DONE = "Completed"
LATER = "Cannot start yet"
ORDER = ("contacts", "billing", "commitment", "check")
STEPS = (
    ("Contacts", "Who we write to at your school"),
    ("Billing", "Where your invoices go"),
    ("The commitment", "What your school signs up to, and what it costs"),
    ("Check your answers and sign", "Only the headteacher signs"),
)


def tasks(membership: Membership, user: User | AnonymousUser, closed: str | None) -> list[Task]:
    """`closed` is said above the list; why a single step is not open yet stands beside it."""
    school = membership.school
    may_prepare = user.has_perm("members.prepare_membership", school)
    who = _who(school, user, may_prepare=may_prepare, closed=closed)
    if closed or not may_prepare:
        why = "" if closed else "Opens when we know who you are"
        return [who, *(Task(title, hint=why or hint, status=LATER) for title, hint in STEPS)]
    return [
        who,
        _step(membership, "contacts", is_done=joining.is_done(membership, "contacts")),
        _step(membership, "billing", is_done=joining.is_done(membership, "billing")),
        _step(membership, "commitment", is_done=joining.has_read(membership)),
        _signature(membership),
    ]


def next_page(membership: Membership) -> str:
    """Where "Save and continue" leads."""
    return f"members:join_{joining.next_step(membership)}"


def _who(
    school: School, user: User | AnonymousUser, *, may_prepare: bool, closed: str | None
) -> Task:
    title = "Who you are"
    if may_prepare:
        return Task(title, hint=f"You may act for {school}", status=DONE)
    if closed:
        return Task(title, status=LATER)
    if not user.is_authenticated:
        here = reverse("members:join_school", args=[school.pk])
        url = f"{reverse('account_login')}?{urlencode({'next': here})}"
        return Task(title, url, "Sign in or create an account", StepState.TODO)
    url = reverse("members:join_who", args=[school.pk])
    if Claim.objects.visible_to(user).waiting().filter(school=school, user=user).exists():
        return Task(title, url, "The partnership office is checking", StepState.WAITING)
    return Task(title, url, "So that nobody else can sign for your school", StepState.TODO)


def _step(membership: Membership, step: str, *, is_done: bool) -> Task:
    title, hint = STEPS[ORDER.index(step)]
    url = reverse(f"members:join_{step}", args=[membership.school_id])
    return Task(title, url, hint, DONE if is_done else StepState.TODO)


def _signature(membership: Membership) -> Task:
    title, hint = STEPS[ORDER.index("check")]
    if not joining.is_ready(membership):
        why = "Opens when the steps above are completed. Only the headteacher signs"
        return Task(title, hint=why, status=LATER)
    url = reverse("members:join_check", args=[membership.school_id])
    return Task(title, url, hint, StepState.READY)
