"""Surveys: who sees what was said, who has not answered, and what the answers add up to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from members.querysets import AnyUser
from programmes.querysets.programmes import led_from, sees_all
from programmes.states import EventState, SurveyState

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

    def beginning(self, now: datetime) -> SurveyQuerySet:
        """Feedback of events that take place, whose time has come; others are opened by hand."""
        return self.filter(
            state=SurveyState.DRAFT,
            event__state=EventState.PUBLISHED,
            opens_at__lte=now,
            closes_at__gt=now,
        )

    def ending(self, now: datetime) -> SurveyQuerySet:
        return self.filter(state=SurveyState.OPEN, closes_at__lte=now)

    def with_counts(self) -> SurveyQuerySet:
        """With how many were asked and how many of them answered."""
        return self.annotate(
            asked_count=Count("asked", distinct=True),
            answered_count=Count("asked", filter=Q(asked__has_answered=True), distinct=True),
        )

    def newest_first(self) -> SurveyQuerySet:
        return self.order_by("-opens_at", "-pk")


class AskedQuerySet(QuerySet["models.Asked"]):
    def owing(self) -> AskedQuerySet:
        """Asked, able to answer, and not yet answered."""
        return self.filter(has_answered=False)
