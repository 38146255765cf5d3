"""The back room of the board: seats and appointments to look up; the portal's pages change them."""

from django.contrib import admin

from board import models
from members.back_room import ReadMostly


@admin.register(models.Seat)
class SeatAdmin(ReadMostly):
    list_display = ("__str__", "period", "kind", "number", "has_vote", "closed_on")
    list_filter = ("kind", "period")
    list_select_related = ("period",)
    search_fields = ("skill",)
    ordering = ("-period__starts_on", "kind", "number")


@admin.register(models.Appointment)
class AppointmentAdmin(ReadMostly):
    list_display = ("person", "seat", "school", "from_on", "to_on", "how", "ended_because")
    list_filter = ("how", "ended_because", "seat__kind")
    list_select_related = ("person", "seat", "school")
    search_fields = ("person__name", "person__email", "school__name", "school__urn")
    ordering = ("-from_on", "-pk")


@admin.register(models.Chairing)
class ChairingAdmin(ReadMostly):
    list_display = ("appointment", "post", "from_on", "to_on", "decided_on", "minute_reference")
    list_filter = ("post",)
    list_select_related = ("appointment",)
    ordering = ("-from_on", "-pk")
