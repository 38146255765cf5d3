"""Events, places and calendars: /events/, /places/, /calendar/."""

from django.urls import path

from programmes.views.events import (
    booking,
    calendars,
    listing,
    organising,
    own_places,
    planning,
    school_places,
    whole_booking,
)

EVENT = "events/<int:event_id>/"
PLACE = "places/<int:place_id>/"
WHOLE = "whole-bookings/<int:booking_id>/"

urlpatterns = [
    path("events/", listing.event_list, name="event_list"),
    path("events.ics", calendars.public_feed, name="public_feed"),
    path("events/new/", planning.new_event, name="new_event"),
    path("events/record/", planning.record_event, name="record_event"),
    path(EVENT, listing.event_detail, name="event_detail"),
    path(f"{EVENT}event.ics", calendars.event_ics, name="event_ics"),
    path(f"{EVENT}evidence/", listing.event_evidence, name="event_evidence"),
    path(f"{EVENT}edit/", planning.edit_event, name="edit_event"),
    path(f"{EVENT}publish/", planning.publish_event, name="publish_event"),
    path(f"{EVENT}move/", planning.move_event, name="move_event"),
    path(f"{EVENT}cancel/", planning.cancel_event, name="cancel_event"),
    path(f"{EVENT}book/", booking.book, name="book"),
    path(f"{EVENT}book-staff/", booking.book_staff, name="book_staff"),
    path(f"{EVENT}book-staff/needs/", booking.staff_needs, name="staff_needs"),
    path(f"{EVENT}places/", organising.event_places, name="event_places"),
    path(f"{EVENT}places.csv", organising.places_csv, name="places_csv"),
    path(f"{EVENT}needs/", organising.event_needs, name="event_needs"),
    path("programmes/<int:programme_id>/book/", whole_booking.book, name="book_programme"),
    path(f"{WHOLE}end/", whole_booking.end, name="end_whole_booking"),
    path("places/", own_places.my_places, name="my_places"),
    path("places/schools/<int:urn>/", school_places.school_places, name="school_places"),
    path(PLACE, own_places.place_detail, name="place_detail"),
    path(f"{PLACE}accept/", own_places.accept_place, name="accept_place"),
    path(f"{PLACE}cancel/", own_places.cancel_place, name="cancel_place"),
    path(f"{PLACE}substitute/", own_places.substitute_place, name="substitute_place"),
    path(f"{PLACE}needs/", own_places.place_needs, name="place_needs"),
    path(f"{PLACE}out-of-turn/", organising.offer_out_of_turn, name="offer_out_of_turn"),
    path("calendar/", calendars.my_calendar, name="my_calendar"),
    path("calendar/new/", calendars.new_address, name="new_calendar_address"),
    path("calendar/revoke/", calendars.revoke_address, name="revoke_calendar_address"),
    path("calendar/<str:token>.ics", calendars.personal_feed, name="personal_feed"),
]
