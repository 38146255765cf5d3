"""What the office has done about schools and periods, in the back room: to be read."""

from django.contrib import admin

from members import models
from members.back_room import ReadMostly


@admin.register(models.Chase)
class ChaseAdmin(ReadMostly):
    list_display = ("school", "period", "stage", "sent_at", "sent_by")
    list_filter = ("stage", "period")
    list_select_related = ("school", "period", "sent_by")
    search_fields = ("school__search_text", "school__urn")
    ordering = ("-sent_at", "-pk")


@admin.register(models.Announcement)
class AnnouncementAdmin(ReadMostly):
    list_display = ("subject", "audience", "written_by", "sent_at", "recipients")
    list_filter = ("audience", "period")
    list_select_related = ("written_by",)
    search_fields = ("subject",)
    ordering = ("-written_at", "-pk")


@admin.register(models.Policy)
class PolicyAdmin(ReadMostly):
    list_display = ("title", "version", "dated_on", "readers", "is_withdrawn")
    list_filter = ("readers", "is_withdrawn")
    search_fields = ("title",)
    ordering = ("title", "-dated_on", "pk")
