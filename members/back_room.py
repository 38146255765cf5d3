"""What every page of the back room has in common: read by many, changed by few."""

from collections.abc import Sequence
from typing import Any

from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from hlp.kit.paging import page_of
from members import taking_out
from members.models import User
from members.rules import is_clerk, is_office


def may_look(request: HttpRequest) -> bool:
    """Superusers keep the machine running and may look too; powers come from roles held alone.

    The key (`is_staff`) is handed in by a nightly task; on the day after the last it opens nothing.
    """
    return has_key(request.user)


def has_key(user: User | AnonymousUser) -> bool:
    if not (user.is_active and user.is_staff):
        return False
    return user.is_superuser or bool((is_office | is_clerk)(user))


def person(request: HttpRequest) -> User:
    """Who works here; the admin site lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class ReadMostly(admin.ModelAdmin):
    """Everybody of the back room reads; the office corrects the fields named in `corrected`.

    No state is changed here and nothing is deleted. The history is the audit log's.
    """

    corrected: Sequence[str] = ()
    office_only = False  # what the clerk does not see on the portal's pages either
    list_per_page = 50
    actions: Sequence[str] = ("save_as_csv",)
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not may_look(request):
            return False
        return not self.office_only or request.user.is_superuser or bool(is_office(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.corrected) and may_look(request) and bool(is_office(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields if field.name not in self.corrected]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if is_office(request.user) else {}

    @admin.action(description="Save as a spreadsheet (CSV)")
    def save_as_csv(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        """The columns of the list, for the rows chosen; on record, since it leaves the portal."""
        taking_out.record(self.model, rows, by=person(request))
        return taking_out.as_csv(self, request, rows)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What happened to the row: the audit log, not only what was done on these pages."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        entries = LogEntry.objects.get_for_object(obj).select_related("actor")
        shown = page_of(request, entries.order_by("-timestamp", "-pk"))
        for entry in shown:
            entry.what, entry.changed = what(entry), changed(entry)
        page = {
            **self.admin_site.each_context(request),
            "title": f"History: {obj}",
            "object": obj,
            "opts": self.opts,
            "entries": shown,
        }
        return TemplateResponse(request, "admin/history.html", page)


class NoDelete:
    """For rows shown inside another's page."""

    extra = 0
    can_delete = False
    template = "admin/looking_inline.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_look(request)


def what(entry: LogEntry) -> str:
    """The move or action by its name where one is on record, else created, updated."""
    details = entry.additional_data or {}
    return str(details.get("what") or details.get("move") or entry.get_action_display())


def changed(entry: LogEntry) -> list[tuple[str, str, str]]:
    """What was one thing and became another; a field that stayed empty says nothing."""
    pairs = ((field, *values[:2]) for field, values in entry.changes_dict.items())
    empty = {None, "None", ""}
    return [pair for pair in pairs if not {pair[1], pair[2]} <= empty]
