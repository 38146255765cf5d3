"""What the pages of joining load, and for whom. What a person may not see is not there."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from hlp.kit import clock
from members.models import Membership, Period, School, User


class MemberRequest(HttpRequest):
    """A request of somebody signed in; the middleware has sent everybody else away."""

    user: User


def own_membership(request: MemberRequest, urn: int) -> Membership:
    """The membership this person may prepare, not saved yet where none was started; else 404."""
    period = Period.objects.current(clock.today())
    if period is None:
        raise Http404
    visible = Membership.objects.visible_to(request.user).select_related(
        "school", "period", "commitment", "signed_by"
    )
    membership = visible.filter(period=period, school=urn).first()
    if membership is None:
        school = get_object_or_404(School.objects.eligible_for(period), pk=urn)
        membership = Membership(school=school, period=period)
    if not request.user.has_perm("members.prepare_membership", membership):
        raise Http404
    return membership


def membership_of(school: School, period: Period) -> Membership:
    """For the pages anyone may read; a draft's answers never show there."""
    found = period.memberships.select_related("school", "period").filter(school=school).first()
    return found or Membership(school=school, period=period)
