"""People in the back room: who they are, where they work, which roles they hold."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members import models
from members.back_room import NoDelete, ReadMostly, may_look, person
from members.rules import is_office
from members.services import affiliating, closing, people, roles
from members.states import PortalRole


class AffiliationInline(NoDelete, admin.TabularInline):
    model = models.Affiliation
    fk_name = "user"
    fields = ("school", "role", "from_on", "to_on", "proof")


class RoleHeldInline(NoDelete, admin.TabularInline):
    model = models.RoleHeld
    fk_name = "user"
    fields = ("role", "from_on", "to_on", "trust", "school", "granted_by")


@admin.register(models.User)
class UserAdmin(ReadMostly):
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    corrected = ("name",)
    fields = ("name", "email", "is_active", "is_staff", "joined_at", "last_login")
    inlines = (AffiliationInline, RoleHeldInline)
    actions: Sequence[str] = (
        *("save_as_csv", "remove_second_factor"),
        *("sign_out", "close_accounts", "reopen_accounts"),
    )

    @admin.action(description="Remove the second factor, after checking who asks")
    def remove_second_factor(self, request: HttpRequest, users: QuerySet[models.User]) -> None:
        for user in users:
            try:
                people.remove_second_factor(user=user, by=person(request), now=clock.now())
            except Refusal as why:
                self.message_user(request, f"{user}: {why}", messages.ERROR)
            else:
                self.message_user(request, f"{user} sets up a new one at the next sign-in.")

    @admin.action(description="Sign out everywhere")
    def sign_out(self, request: HttpRequest, users: QuerySet[models.User]) -> None:
        for user in users:
            closing.sign_out(user=user, by=person(request))
            self.message_user(request, f"{user} is signed out everywhere.")

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
    actions = ("save_as_csv", "end_today")

    @admin.action(description="End today: the person no longer works there")
    def end_today(self, request: HttpRequest, posts: QuerySet[models.Affiliation]) -> None:
        for post in posts.select_related("user", "school"):
            try:
                affiliating.end(
                    affiliation=post, on=clock.today(), by=person(request), now=clock.now()
                )
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
    actions = ("save_as_csv", "end_today")

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
