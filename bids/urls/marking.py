"""Addresses of the screen, interests and marking."""

from django.urls import path

from bids.views import interests, marking, overseeing, screening

urlpatterns = [
    # Office and clerk
    path("office/bids/<int:bid_id>/screen/", screening.screen_bid, name="screen_bid"),
    path("office/bids/<int:bid_id>/reinstate/", screening.reinstate_bid, name="reinstate_bid"),
    path(
        "office/bids/<int:bid_id>/clarify/", screening.ask_clarification, name="ask_clarification"
    ),
    path(
        "office/clarifications/<int:clarification_id>/more-time/",
        screening.give_more_time,
        name="give_more_time",
    ),
    path(
        "office/assessors/<int:assessor_id>/release/",
        overseeing.release_assessor,
        name="release_assessor",
    ),
    path("office/calls/<slug:slug>/bids/", overseeing.call_bids, name="call_bids"),
    path("office/calls/<slug:slug>/start-marking/", overseeing.start_marking, name="start_marking"),
    path("office/calls/<slug:slug>/assessors/", overseeing.assessors, name="assessors"),
    path("office/calls/<slug:slug>/assessors/add/", overseeing.add_assessor, name="add_assessor"),
    path(
        "office/calls/<slug:slug>/assessors/remind/",
        overseeing.remind_assessors,
        name="remind_assessors",
    ),
    # Interests
    path("interests/to-rule-on/", interests.rulings, name="rulings"),
    path("interests/rule/<int:interest_id>/", interests.rule_on_interest, name="rule_on_interest"),
    path("interests/<slug:slug>/", interests.declare_interests, name="declare_interests"),
    path("interests/<slug:slug>/register/", interests.interest_register, name="interest_register"),
    # Marking
    path("marking/bid/<int:bid_id>/", marking.mark_bid, name="mark_bid"),
    path("marking/bid/<int:bid_id>/abstain/", marking.abstain, name="abstain"),
    path("marking/bid/<int:bid_id>/take-up/", marking.take_up, name="take_up"),
    path("marking/bid/<int:bid_id>/stand-by/", marking.stand_by, name="stand_by"),
    path("marking/mark/<int:mark_id>/change/", marking.change_mark, name="change_mark"),
    path("marking/<slug:slug>/", marking.marking_progress, name="marking_progress"),
    path("marking/<slug:slug>/next/", marking.next_bid, name="next_bid"),
]
