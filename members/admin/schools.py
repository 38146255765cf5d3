"""The register and the periods in the back room."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from hlp.kit import clock
from members import models
from members.back_room import NoDelete, ReadMostly
from members.services import importing
from members.taking_in import TakesFile


class MembershipYearInline(NoDelete, admin.TabularInline):
    model = models.MembershipYear


@admin.register(models.School)
class SchoolAdmin(TakesFile):
    import_title = "Import the register"
    import_hint = (
        "The CSV or ZIP from Get Information About Schools. Only schools of Hillingdon (312) are"
        " taken; the same file twice changes nothing. The whole of England is for the command."
    )
    list_display = ("name", "urn", "type", "phase", "status", "trust")
    list_filter = ("status", "phase", "la_code")
    list_select_related = ("trust",)
    search_fields = ("urn", "search_text")
    ordering = ("name", "urn")

    def take_in(self, data: bytes, name: str, *, trial: bool, by: models.User) -> Iterable[str]:
        report = importing.import_roster(
            data, name=name, la_codes=("312",), dry_run=trial, by=by, now=clock.now()
        )
        return report.lines()


@admin.register(models.Trust)
class TrustAdmin(ReadMostly):
    """The office keeps trusts where the register's file has none."""

    list_display = ("name", "gias_code")
    search_fields = ("name", "gias_code")
    ordering = ("name", "pk")
    corrected = ("name", "gias_code")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(models.SchoolLink)
class SchoolLinkAdmin(ReadMostly):
    list_display = ("predecessor", "successor", "kind", "established_on")
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name", "successor__name", "predecessor__urn", "successor__urn")
    ordering = ("-established_on", "-pk")


@admin.register(models.RosterImport)
class RosterImportAdmin(ReadMostly):
    list_display = ("file_name", "started_at", "by")
    list_select_related = ("by",)
    ordering = ("-started_at", "-pk")


@admin.register(models.Period)
class PeriodAdmin(ReadMostly):
    """Dates are the office's to set until the period is published."""

    list_display = ("name", "starts_on", "ends_on", "signup_closes_on", "is_published")
    ordering = ("-starts_on", "pk")
    inlines = (MembershipYearInline,)
    corrected = (
        *("la_codes", "eligible_types", "information_meeting_on", "signup_opens_on"),
        *("signup_closes_on", "last_join_on", "board_first_meets_on", "leads_in_place_on"),
        *("support_starts_on", "evaluation_due_on", "payment_days"),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        published = obj is not None and obj.is_published
        return super().has_change_permission(request, obj) and not published


@admin.register(models.CommitmentText)
class CommitmentTextAdmin(ReadMostly):
    list_display = ("period", "version", "written_at")
    list_select_related = ("period",)
    ordering = ("-period__starts_on", "-version")
