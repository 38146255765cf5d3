"""Addresses of what is held on a person."""

from django.urls import path

from hlp.subject_access import views

urlpatterns = [
    path("home/data/", views.your_data, name="your_data"),
    path("home/data/ask/", views.ask_copy, name="ask_copy"),
    path("home/data/<int:pk>/your-data.zip", views.own_copy, name="own_copy"),
    path("office/people/<int:pk>/", views.person_data, name="person_data"),
    path("office/people/<int:pk>/ask/", views.ask_person_copy, name="ask_person_copy"),
    path(
        "office/people/<int:pk>/<int:document>/your-data.zip",
        views.person_copy,
        name="person_copy",
    ),
    path("office/people/<int:pk>/erase/", views.erase_person, name="erase_person"),
]
