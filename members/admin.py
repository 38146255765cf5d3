"""The back room: a window on everything members hold, with the few corrections that are safe.

Roles go through their services; what has a workflow is done on the portal's own pages.
"""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as _  # noqa: F401 - registers Group first
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members import models
from members.back_room import ReadMostly, may_look, person
from members.rules import is_office
from members.services import affiliating, closing, people, roles
from members.states import PortalRole

# Their stock pages would let a superuser confirm an address or switch off a second factor unseen.
for closed in (EmailAddress, Authenticator, UserSession, Group):
    admin.site.unregister(closed)


class NoDelete:
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_look(request)


class AffiliationInline(NoDelete, admin.TabularInline):
    model = models.Affiliation
    fk_name = "user"
    fields = ("school", "role", "from_on", "to_on", "proof")


class RoleHeldInline(NoDelete, admin.TabularInline):
    model = models.RoleHeld
    fk_name = "user"
    fields = ("role", "from_on", "to_on", "trust", "school", "granted_by")


class MembershipYearInline(NoDelete, admin.TabularInline):
    model = models.MembershipYear


class AnswerInline(NoDelete, admin.TabularInline):
    model = models.Answer


class WaiverInline(NoDelete, admin.TabularInline):
    model = models.Waiver


@admin.register(models.User)
class UserAdmin(ReadMostly):
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    corrected = ("name",)
    fields = ("name", "email", "is_active", "is_staff", "joined_at", "last_login")
    inlines = (AffiliationInline, RoleHeldInline)
    actions = ("remove_second_factor", "close_accounts", "reopen_accounts")

    @admin.action(description="Remove the second factor, after checking who asks")
    def remove_second_factor(self, request: HttpRequest, users: QuerySet[models.User]) -> None:
        for user in users:
            try:
                people.remove_second_factor(user=user, by=person(request), now=clock.now())
            except Refusal as why:
                self.message_user(request, f"{user}: {why}", messages.ERROR)
            else:
                self.message_user(request, f"{user} sets up a new one at the next sign-in.")

    @admin.action(description="Close the account: sign out everywhere, and no longer in")
    def close_accounts(self, request: HttpRequest, users: QuerySet[models.User]) -> None:
        for user in users:
            try:
                closing.close(user=user, by=person(request), now=clock.now())
            except Refusal as why:
                self.message_user(request, f"{user}: {why}", messages.ERROR)
            else:
                self.message_user(request, f"{user} can no longer sign in.")

    @admin.action(description="Open a closed account again")
    def reopen_accounts(self, request: HttpRequest, users: QuerySet[models.User]) -> None:
        for user in users:
            try:
                closing.reopen(user=user, by=person(request))
            except Refusal as why:
                self.message_user(request, f"{user}: {why}", messages.ERROR)
            else:
                self.message_user(request, f"{user} can sign in again.")


@admin.register(models.Affiliation)
class AffiliationAdmin(ReadMostly):
    list_display = ("user", "school", "role", "from_on", "to_on", "proof")
    list_filter = ("role", "proof")
    list_select_related = ("user", "school")
    search_fields = ("user__name", "user__email", "school__name", "school__urn")
    ordering = ("-verified_at", "-pk")
    actions = ("end_today",)

    @admin.action(description="End today: the person no longer works there")
    def end_today(self, request: HttpRequest, posts: QuerySet[models.Affiliation]) -> None:
        for post in posts.select_related("user", "school"):
            try:
                affiliating.end(affiliation=post, on=clock.today(), by=person(request))
            except Refusal as why:
                self.message_user(request, f"{post.user}: {why}", messages.ERROR)
            else:
                self.message_user(
                    request, f"Today is the last day of {post.user} at {post.school}."
                )


class GrantForm(forms.ModelForm):
    """The service's refusals come back beside the form, and nothing is written twice."""

    class Meta:
        model = models.RoleHeld
        fields = ("user", "role", "trust", "school", "from_on", "to_on", "reason")

    by: models.User

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and self.instance.pk is None:
            role = PortalRole(given.pop("role"))
            try:
                self.granted = roles.grant(role=role, by=self.by, **given)
            except Refusal as why:
                raise forms.ValidationError(str(why)) from None
        return given

    def validate_constraints(self) -> None:
        """The service has met them already."""


@admin.register(models.RoleHeld)
class RoleHeldAdmin(ReadMostly):
    list_display = ("user", "role", "trust", "school", "from_on", "to_on", "granted_by")
    list_filter = ("role",)
    list_select_related = ("user", "trust", "school", "granted_by")
    search_fields = ("user__name", "user__email")
    ordering = ("-from_on", "-pk")
    autocomplete_fields = ("user", "trust", "school")
    actions = ("end_today",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_look(request) and bool(is_office(request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj is None else super().get_readonly_fields(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        made = super().get_form(request, obj, change, form=GrantForm, **kwargs)
        made.by = person(request)  # type: ignore[attr-defined]
        return made

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """roles.grant has written the row while the form was checked."""
        obj.pk = form.granted.pk

    @admin.action(description="End today: the person no longer holds the role from tomorrow")
    def end_today(self, request: HttpRequest, held: QuerySet[models.RoleHeld]) -> None:
        for row in held.select_related("user"):
            try:
                roles.end(held=row, on=clock.today(), by=person(request))
            except Refusal as why:
                self.message_user(request, f"{row.user}: {why}", messages.ERROR)
            else:
                role = row.get_role_display()
                self.message_user(request, f"Today is the last day of {row.user} as {role}.")


@admin.register(models.School)
class SchoolAdmin(ReadMostly):
    list_display = ("name", "urn", "type", "phase", "status", "trust")
    list_filter = ("status", "phase", "la_code")
    list_select_related = ("trust",)
    search_fields = ("urn", "search_text")
    ordering = ("name", "urn")


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
class ContactAdmin(ReadMostly):
    list_display = ("name", "email", "role", "school")
    list_filter = ("role",)
    list_select_related = ("school",)
    search_fields = ("name", "email", "school__search_text", "school__urn")
    ordering = ("school__name", "role", "pk")
    corrected = ("name", "email")


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
