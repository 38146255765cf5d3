"""Addresses of the screen, interests and marking."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
