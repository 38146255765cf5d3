"""What the office has done about schools and periods, in the back room: to be read."""

from django.contrib import admin

from members import models
from members.back_room import ReadMostly


@admin.register(models.Chase)
class ChaseAdmin(ReadMostly):
    office_only = True
    list_display = ("school", "period", "stage", "sent_at", "sent_by")
    list_filter = ("stage", "period")
    list_select_related = ("school", "period", "sent_by")
    search_fields = ("school__search_text", "school__urn")
    ordering = ("-sent_at", "-pk")
