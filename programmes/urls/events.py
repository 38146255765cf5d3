"""Events, places and calendars: /events/, /places/, /calendar/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
