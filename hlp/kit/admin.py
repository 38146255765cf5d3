"""The office looks at work and post, sees what waits or failed, and sends doubtful mail again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from hlp.kit import outbox, work
from hlp.kit.models import Attachment, Document, OutboxMessage, ReminderMail, Said, WorkItem
from hlp.kit.refusal import Refusal


class Window(admin.ModelAdmin):
    """Looking only: these rows are written by services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AttachmentInline(admin.TabularInline):
    """What was enclosed."""

    model = Attachment
    template = "admin/looking_inline.html"
    fields = readonly_fields = ("document",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True  # whoever sees the message


@admin.register(WorkItem)
class WorkItemAdmin(Window):
    list_display = ("kind", "key", "state", "attempts", "error", "created_at", "finished_at")
    list_filter = ("state", "kind")
    search_fields = ("key", "subject_id")
    ordering = ("-created_at", "-pk")
    actions = ("do_again",)

    @admin.action(description="Try the selected work again", permissions=["view"])
    def do_again(self, request: HttpRequest, queryset: QuerySet[WorkItem]) -> None:
        for item in queryset:
            work.enqueue(kind=item.kind, key=item.key, again=True)
        self.message_user(request, "The selected work is queued.", messages.SUCCESS)


@admin.register(OutboxMessage)
class OutboxAdmin(Window):
    list_display = ("subject", "to", "state", "attempts", "error", "created_at", "sent_at")
    list_filter = ("state",)
    search_fields = ("to", "subject", "key")
    ordering = ("-created_at", "-pk")
    fields = ("to", "subject", "text", *list_display[2:], "key", "message_id", "secret")
    actions = ("send_again",)
    inlines = (AttachmentInline,)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        # What is secret is for its reader alone, also while it waits.
        hidden = {"text"} if isinstance(obj, OutboxMessage) and obj.secret else set()
        return [name for name in super().get_fields(request, obj) if name not in hidden]

    @admin.action(description="Send the selected messages again", permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        for message in queryset:
            try:
                outbox.send_again(message, by=request.user)
            except Refusal as refusal:
                self.message_user(request, f"{message}: {refusal}", messages.WARNING)
            else:
                self.message_user(request, f"{message} is on its way again.", messages.SUCCESS)


@admin.register(Document)
class DocumentAdmin(Window):
    list_display = ("filename", "kind", "key", "size", "created_at")
    list_filter = ("kind",)
    search_fields = ("key", "filename")
    ordering = ("-created_at", "-pk")
    fields = ("filename", "kind", "key", "content_type", "size", "sha256", "created_at")


@admin.register(Said)
class SaidAdmin(Window):
    """What people were reminded of; rules, preview and switches are on the portal's own page."""

    list_display = ("title", "to", "said_on", "rule", "key")
    list_select_related = ("mail",)
    list_filter = ("rule",)
    search_fields = ("to", "title", "key")
    ordering = ("-pk",)
    fields = ("title", "to", "rule", "key", "counts_from", "day", "said_on")


@admin.register(ReminderMail)
class ReminderMailAdmin(Window):
    list_display = ("to", "on", "created_at")
    search_fields = ("to",)
    date_hierarchy = "on"
    ordering = ("-on", "-pk")
