"""How the pages of surveys load what they are about; the unseen is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from hlp.kit import clock
from members.models import Period, User
from programmes.models import Programme, Survey


def survey_seen(user: User, survey_id: int) -> Survey:
    seen = Survey.objects.visible_to(user).with_counts()
    return get_object_or_404(seen.select_related("programme", "event", "period"), pk=survey_id)


def survey_written(user: User, survey_id: int) -> Survey:
    """One this person writes; everybody else's is not there."""
    survey = survey_seen(user, survey_id)
    if not user.has_perm("programmes.write_survey", survey):
        raise Http404
    return survey


def asking_programme(user: User, number: str | None) -> tuple[Programme | None, Period]:
    """What ?programme= names, or the whole partnership; 404 for who may not ask about it."""
    programme = None
    if number:
        if not number.isdecimal():
            raise Http404
        seen = Programme.objects.visible_to(user).select_related("period")
        programme = get_object_or_404(seen, pk=int(number[:9]))
    period = programme.period if programme else Period.objects.running(clock.today())
    if period is None or not user.has_perm("programmes.write_survey", programme):
        raise Http404
    return programme, period
