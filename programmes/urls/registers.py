"""Registers and certificates: /registers/, /certificates/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
