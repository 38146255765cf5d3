"""Addresses of calls: the public list, one call, its questions; the office's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
