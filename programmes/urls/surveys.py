"""Surveys and feedback: /surveys/, /feedback/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
