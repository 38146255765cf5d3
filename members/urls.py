"""Addresses of joining: finding a school, signing up, invitations, the office's queues."""

from django.urls import URLPattern

app_name = "members"
urlpatterns: list[URLPattern] = []
