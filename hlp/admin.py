"""What the back room leads to that concerns several apps at once."""

from typing import Any

from auditlog.admin import LogEntryAdmin as _  # noqa: F401 - registers its own page first
from auditlog.models import LogEntry
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from members.admin.people import UserAdmin
from members.back_room import ReadMostly, changed, what
from members.models import User

admin.site.unregister((User, LogEntry))


@admin.register(User)
class PersonAdmin(UserAdmin):
    actions = (*UserAdmin.actions, "data_and_erasure")

    @admin.action(description="Copy of personal data, or erasure (one person)")
    def data_and_erasure(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        if len(users) != 1:
            self.message_user(request, "Choose one person.", messages.WARNING)
            return None
        return redirect("person_data", users[0].pk)


@admin.register(LogEntry)
class AuditAdmin(ReadMostly):
    """Everything that was changed, and what was done without changing: found by who and when."""

    office_only = True
    list_display = ("timestamp", "actor", "content_type", "object_pk", "what_was_done")
    list_filter = ("action", "timestamp", "content_type")
    list_select_related = ("actor", "content_type")
    search_fields = ("actor__name", "actor__email", "=object_pk", "additional_data")
    date_hierarchy = "timestamp"
    ordering = ("-timestamp", "-pk")
    fields = (
        *("timestamp", "actor", "content_type", "object_pk", "what_was_done"),
        *("what_changed", "cid"),
    )

    @admin.display(description="what")
    def what_was_done(self, entry: LogEntry) -> str:
        return what(entry)

    @admin.display(description="changes")
    def what_changed(self, entry: LogEntry) -> str:
        return "; ".join(f"{field}: {before} → {after}" for field, before, after in changed(entry))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)
