"""Memberships, and how people come to act for a school, in the back room."""

from collections.abc import Iterable

from django.contrib import admin
from django.db import transaction

from hlp.kit import clock
from members import models
from members.back_room import NoDelete, ReadMostly
from members.services import contacts
from members.taking_in import TakesFile


class WaiverInline(NoDelete, admin.TabularInline):
    model = models.Waiver


class AnswerInline(NoDelete, admin.TabularInline):
    model = models.Answer


@admin.register(models.Membership)
class MembershipAdmin(ReadMostly):
    list_display = ("school", "period", "state", "signed_name", "signed_at", "activated_at")
    list_filter = ("state", "period")
    list_select_related = ("school", "period")
    search_fields = ("school__search_text", "school__urn", "finance_email", "purchase_order")
    ordering = ("-started_at", "-pk")
    inlines = (WaiverInline,)


@admin.register(models.MembershipSuccession)
class MembershipSuccessionAdmin(ReadMostly):
    list_display = ("membership", "predecessor", "successor", "took_effect_on")
    list_select_related = (
        *("membership__school", "membership__period", "predecessor", "successor"),
    )
    search_fields = ("predecessor__name", "successor__name")
    ordering = ("-recorded_at", "-pk")


@admin.register(models.Contact)
class ContactAdmin(TakesFile):
    import_title = "Import contacts"
    import_hint = (
        "A CSV with the columns URN, name, role and email. Who is no longer named for a school and"
        " role is removed; one broken line, and nothing is changed."
    )
    list_display = ("name", "email", "role", "school")
    list_filter = ("role",)
    list_select_related = ("school",)
    search_fields = ("name", "email", "school__search_text", "school__urn")
    ordering = ("school__name", "role", "pk")
    corrected = ("name", "email")

    def take_in(self, data: bytes, name: str, *, trial: bool, by: models.User) -> Iterable[str]:
        with transaction.atomic():
            report = contacts.import_contacts(data=data, now=clock.now(), by=by)
            transaction.set_rollback(trial)
        if trial:
            yield "This was a trial: nothing of it was kept."
        yield str(report)
        yield from (f"Removed: {gone}" for gone in report.removed_names)


@admin.register(models.Invitation)
class InvitationAdmin(ReadMostly):
    office_only = True
    list_display = ("name", "email", "role", "school", "invited_at", "accepted_at")
    list_filter = ("role",)
    list_select_related = ("school",)
    search_fields = ("name", "email", "school__search_text", "school__urn")
    ordering = ("-invited_at", "-pk")
    exclude = ("token_hash",)


@admin.register(models.Claim)
class ClaimAdmin(ReadMostly):
    office_only = True
    list_display = ("user", "school", "role", "state", "made_at", "decided_by")
    list_filter = ("state", "role")
    list_select_related = ("user", "school", "decided_by")
    search_fields = ("user__name", "user__email", "school__search_text", "school__urn")
    ordering = ("-made_at", "-pk")


@admin.register(models.Enquiry)
class EnquiryAdmin(ReadMostly):
    office_only = True
    list_display = ("name", "school_name", "state", "asked_at", "closed_by")
    list_filter = ("state",)
    list_select_related = ("closed_by",)
    search_fields = ("name", "email", "school_name")
    ordering = ("-asked_at", "-pk")
    inlines = (AnswerInline,)
