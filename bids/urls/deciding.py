"""Addresses of moderation, decision and what comes after."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
