"""The back room of bidding: calls to look up, and bids as far as their seal and conflicts allow.

What bids say, marks, interests and decisions are on the portal's pages alone: there the rules of
who may read what hold for each bid. Here nothing shows more than those pages would.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from bids import models
from members.back_room import NoDelete, ReadMostly


class CriterionInline(NoDelete, admin.TabularInline):
    model = models.Criterion
    fields = readonly_fields = ("kind", "weight", "threshold", "tie_rank", "word_limit")


class TermsInline(NoDelete, admin.StackedInline):
    model = models.CallTerms


class ExtensionInline(NoDelete, admin.TabularInline):
    model = models.Extension


class LateExceptionInline(NoDelete, admin.TabularInline):
    model = models.LateException
    fk_name = "call"


class EarlyOpeningInline(NoDelete, admin.TabularInline):
    model = models.EarlyOpening


@admin.register(models.Priority)
class PriorityAdmin(ReadMostly):
    list_display = ("title", "year", "decided_on", "minute_reference")
    list_filter = ("year",)
    list_select_related = ("year__period",)
    search_fields = ("title",)
    ordering = ("-year__starts_on", "title")


@admin.register(models.Call)
class CallAdmin(ReadMostly):
    list_display = ("title", "priority", "state", "opens_at", "closes_at", "marks_due_at")
    list_filter = ("state",)
    list_select_related = ("priority",)
    search_fields = ("title", "slug", "priority__title")
    ordering = ("-closes_at", "-pk")
    inlines = (
        *(TermsInline, CriterionInline, ExtensionInline),
        *(LateExceptionInline, EarlyOpeningInline),
    )


@admin.register(models.Question)
class QuestionAdmin(ReadMostly):
    list_display = ("__str__", "call", "school", "asked_at", "answered_at")
    list_filter = ("call",)
    list_select_related = ("call", "school")
    search_fields = ("text", "answer", "school__name")
    ordering = ("-asked_at", "-pk")


@admin.register(models.Descriptor)
class DescriptorAdmin(ReadMostly):
    list_display = ("criterion", "call", "mark", "sentence")
    list_filter = ("criterion__kind", "mark")
    list_select_related = ("criterion__call",)
    search_fields = ("sentence", "criterion__call__title")
    ordering = ("-criterion__call__pk", "criterion__kind", "mark")

    @admin.display(description="call")
    def call(self, row: models.Descriptor) -> str:
        return str(row.criterion.call)


@admin.register(models.Bid)
class BidAdmin(ReadMostly):
    """Unsealed bids of calls the person is not out of: which school, where it stands, when."""

    list_display = ("reference", "call", "lead_school", "state", "submitted_at", "screened_at")
    list_filter = ("state", "call")
    list_select_related = ("call", "lead_school")
    search_fields = ("lead_school__name", "lead_school__urn")
    ordering = ("-call__closes_at", "number")
    fields = (*list_display, "submitted_by", "screened_by", "withdrawn_at", "withdrawn_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Bid]:
        rows: QuerySet[models.Bid] = super().get_queryset(request)
        return rows.filter(pk__in=models.Bid.objects.for_preparers(request.user).values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)


@admin.register(models.Award)
class AwardAdmin(ReadMostly):
    list_display = ("__str__", "priority", "awarded_at")
    list_select_related = ("priority", "bid__lead_school")
    ordering = ("-awarded_at", "-pk")
