"""Addresses of invoicing: a school's own invoices, finance's list, fee runs."""

from django.urls import URLPattern

app_name = "invoicing"
urlpatterns: list[URLPattern] = []
