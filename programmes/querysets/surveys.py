"""Surveys: who sees what was said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from members.querysets import AnyUser
from programmes.querysets.programmes import led_from, sees_all
from programmes.states import SurveyState

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings


class SurveyQuerySet(QuerySet["models.Survey"]):
    def visible_to(self, user: AnyUser) -> SurveyQuerySet:
        """The survey with what was said: office, clerk, board, and who plans its programme.

        Whoever is asked comes by their own link instead (`Asked`).
        """
        if sees_all(user):
            return self
        return self.filter(programme__leads__school__in=led_from(user)).distinct()

    def taking_answers(self, now: datetime) -> SurveyQuerySet:
        return self.filter(state=SurveyState.OPEN, opens_at__lte=now, closes_at__gt=now)
