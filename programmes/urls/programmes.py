"""Programmes, the calendar and outreach: /programmes/, /half-terms/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
