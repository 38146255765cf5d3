"""Surveys: who sees what was said, who has not answered, and what the answers add up to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from members.querysets import AnyUser, schools_as
from programmes.querysets.programmes import LEADING, led_from, sees_all
from programmes.states import ATTENDED, EventState, Mark, PlaceState, SurveyState

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

    def listed(self) -> SurveyQuerySet:
        """Without the feedback that waits for its event: it comes by itself."""
        return self.exclude(state=SurveyState.DRAFT, event__isnull=False)

    def with_counts(self) -> SurveyQuerySet:
        """With how many are asked and how many of them answered."""
        asked: Any = self.model._meta.get_field("asked").related_model._default_manager  # type: ignore[union-attr]
        of_survey = asked.filter(survey=OuterRef("pk")).that_count()
        return self.annotate(
            asked_count=_number_of(of_survey),
            answered_count=_number_of(of_survey.filter(has_answered=True)),
        )

    def newest_first(self) -> SurveyQuerySet:
        return self.order_by("-opens_at", "-pk")


class AskedQuerySet(QuerySet["models.Asked"]):
    def owing(self) -> AskedQuerySet:
        """Asked, able to answer, and not yet answered."""
        return self.still_there().filter(has_answered=False)

    def still_there(self) -> AskedQuerySet:
        """Schools, and people who kept their place and were not missed at the event."""
        place = self.model._meta.get_field("place").related_model
        lines: Any = place._meta.get_field("register_lines").related_model._default_manager  # type: ignore[union-attr]
        seen = lines.filter(place=OuterRef("place")).with_latest_mark()
        missed = Exists(seen.filter(latest=Mark.ABSENT)) & ~Exists(seen.filter(latest__in=ATTENDED))
        kept = Q(place__state=PlaceState.CONFIRMED, place__forgotten_at=None)
        return self.filter(Q(place=None) | kept & ~missed)

    def that_count(self) -> AskedQuerySet:
        """Whom a response rate is of: who answered counts, whatever became of their place."""
        return self.still_there() | self.filter(has_answered=True)

    def of_person(self, user: AnyUser) -> AskedQuerySet:
        """Asked of them for a place of theirs, or of a school as its head or CPD lead."""
        if not user.is_authenticated:
            return self.none()
        of_school = Q(place=None, school__in=schools_as(user, *LEADING))
        return self.filter(Q(place__person=user) | of_school)

    def at(self, now: datetime) -> AskedQuerySet:
        """Of surveys that take answers at that moment."""
        return self.filter(
            survey__state=SurveyState.OPEN, survey__opens_at__lte=now, survey__closes_at__gt=now
        )

    def still_open_at(self, moment: datetime) -> AskedQuerySet:
        """Of surveys that are open and will be then, unless they are closed by hand."""
        return self.filter(survey__state=SurveyState.OPEN, survey__closes_at__gt=moment)

    def by_name(self) -> AskedQuerySet:
        """For the list of those who have not answered."""
        return self.select_related("school", "place__person").order_by("school__name", "pk")


class NeedQuerySet(QuerySet["models.Need"]):
    def readable_by(self, user: AnyUser) -> NeedQuerySet:
        """Newest first, with the events the person may see; of programmes that are shown."""
        programme = self.model._meta.get_field("programme").related_model
        event = self.model._meta.get_field("events").related_model
        shown = programme._default_manager.visible_to(user)  # type: ignore[union-attr]
        events = event._default_manager.visible_to(user).soonest_first()  # type: ignore[union-attr]
        rows = self.filter(Q(programme=None) | Q(programme__in=shown.values("pk")))
        return (
            rows.select_related("programme")
            .prefetch_related(Prefetch("events", queryset=events))
            .order_by("-noted_at", "-pk")
        )


def _number_of(asked: AskedQuerySet) -> Coalesce:
    counted = asked.order_by().values("survey").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
