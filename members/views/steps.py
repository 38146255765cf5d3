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


def tasks(membership: Membership, user: User | AnonymousUser, closed: str | None) -> list[Task]:
    school = membership.school
    may_prepare = user.has_perm("members.prepare_membership", school)
    is_open = may_prepare and not closed
    return [
        _who(school, user, may_prepare=may_prepare, closed=closed),
        _step(membership, "contacts", "Contacts", "Who we write to at your school", is_open),
        _step(membership, "billing", "Billing", "Where your invoices go", is_open),
        _commitment(membership, is_open),
        _signature(membership, user, is_open),
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


def _step(membership: Membership, step: str, title: str, hint: str, is_open: bool) -> Task:
    if not is_open:
        return Task(title, hint=hint, status=LATER)
    url = reverse(f"members:join_{step}", args=[membership.school_id])
    return Task(title, url, hint, DONE if joining.is_done(membership, step) else StepState.TODO)


def _commitment(membership: Membership, is_open: bool) -> Task:
    title, hint = "The commitment", "What your school signs up to, and what it costs"
    if not is_open:
        return Task(title, hint=hint, status=LATER)
    url = reverse("members:join_commitment", args=[membership.school_id])
    return Task(title, url, hint, DONE if joining.has_read(membership) else StepState.TODO)


def _signature(membership: Membership, user: User | AnonymousUser, is_open: bool) -> Task:
    title, hint = "Check your answers and sign", "Only the headteacher signs"
    if not is_open or not joining.is_ready(membership):
        return Task(title, hint=hint, status=LATER)
    url = reverse("members:join_check", args=[membership.school_id])
    return Task(title, url, hint, StepState.READY)
