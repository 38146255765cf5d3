"""Signing up: the overview of a school's steps, and one page per step, each saved on its own."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.access import public
from hlp.kit.refusal import Refusal
from members.commitment import current_text
from members.forms.joining import BillingForm, CommitmentForm, ContactsForm
from members.models import Membership, Period, School
from members.services import joining, signing
from members.states import MembershipState
from members.views import answers, steps
from members.views.loading import MemberRequest, membership_of, own_membership
from members.workflow import why_joining_is_closed, why_not_eligible

FORMS: dict[str, type[Form]] = {"contacts": ContactsForm, "billing": BillingForm}


@public
@require_safe
def join_school(request: HttpRequest, urn: int) -> HttpResponse:
    school = get_object_or_404(School, pk=urn)
    now = clock.now()
    period = Period.objects.current(clock.day_of(now))
    if period is None:
        return render(request, "members/join/not_yet.html")
    membership = membership_of(school, period)
    if membership.state == MembershipState.WITHDRAWN:
        gone = {"membership": membership, "closed": why_joining_is_closed(period, now)}
        return render(request, "members/join/withdrawn.html", gone)
    if membership.state != MembershipState.DRAFT:
        return render(request, "members/join/joined.html", {"membership": membership})
    if refusal := why_not_eligible(school, period):
        context = {"school": school, "period": period, "refusal": refusal}
        return render(request, "members/join/not_eligible.html", context)
    closed = why_joining_is_closed(period, now)
    context = {
        "membership": membership,
        "closed": closed,
        "tasks": steps.tasks(membership, request.user, closed),
        "is_late": now > period.signup_closes_at,
        "may_withdraw": membership.is_started
        and request.user.has_perm("members.withdraw_draft", membership),
    }
    return render(request, "members/join/overview.html", context)


def join_contacts(request: MemberRequest, urn: int) -> HttpResponse:
    return _answer(request, urn, "contacts")


def join_billing(request: MemberRequest, urn: int) -> HttpResponse:
    return _answer(request, urn, "billing")


def join_commitment(request: MemberRequest, urn: int) -> HttpResponse:
    membership = own_membership(request, urn)
    if membership.is_committed or membership.is_withdrawn:
        return redirect("members:join_done", urn)
    text = current_text(membership.period)
    version = text.version if text else None
    form = CommitmentForm(request.POST or None, initial={"version": version})
    if request.method == "POST" and form.is_valid():
        try:
            membership = _started(request, membership)
            membership = joining.read_commitment(
                membership=membership, version=form.cleaned_data["version"], by=request.user
            )
            return redirect(steps.next_page(membership), urn)
        except Refusal as refusal:
            send_back(form, refusal, version=str(version))
    words = signing.words_to_sign(membership, clock.now()).splitlines() if text else []
    context = {"membership": membership, "form": form, "words": words}
    return render(request, "members/join/commitment.html", context)


def _answer(request: MemberRequest, urn: int, step: str) -> HttpResponse:
    """Contacts and billing: the same page with other questions."""
    membership = own_membership(request, urn)
    if not joining.may_change(membership, request.user):
        raise Http404
    initial = answers.initial(membership, step, request.user)
    form = FORMS[step](request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            membership = _save(request, membership, step, form)
            return redirect(_after(membership), urn)
        except joining.ChangedMeanwhile as refusal:
            membership = own_membership(request, urn)
            send_back(form, refusal, seen=joining.fingerprint(membership, step))
            theirs = answers.rows(membership, step, links=False)
        except Refusal as refusal:
            send_back(form, refusal)
    context = {"membership": membership, "form": form, "theirs": theirs}
    return render(request, f"members/join/{step}.html", context)


def _save(request: MemberRequest, membership: Membership, step: str, form: Form) -> Membership:
    typed = dict(form.cleaned_data)
    return joining.save(
        membership=_started(request, membership),
        step=step,
        seen=typed.pop("seen"),
        answers=typed,
        by=request.user,
    )


def _started(request: MemberRequest, membership: Membership) -> Membership:
    """Looking starts nothing: the draft is made with the first answer."""
    if membership.is_started:
        return membership
    return joining.start(school=membership.school, by=request.user, now=clock.now())


def _after(membership: Membership) -> str:
    return "members:school_detail" if membership.is_committed else steps.next_page(membership)


def send_back(form: Form, refusal: Refusal, **hidden: str) -> None:
    """Show the refusal with everything typed; hidden fields now tell of the page as it is."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in hidden.items():
        data[name] = value
    form.data = data
    form.add_error(None, str(refusal))
