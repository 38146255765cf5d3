"""The board's view: /impact/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
