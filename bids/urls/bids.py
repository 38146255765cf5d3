"""Addresses of bidding: writing, partners, editors, submitting."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
