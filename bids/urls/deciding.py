"""Addresses of moderation, decision and what comes after."""

from django.urls import URLPattern, URLResolver, include, path

from bids.views.deciding import decisions, exports, letters, panel

of_a_call: list[URLPattern] = [
    path("", panel.panel, name="panel"),
    path("open/", panel.open_moderation, name="open_moderation"),
    path("ranking/", decisions.ranking, name="ranking"),
    path("ranking.csv", exports.ranking_csv, name="ranking_csv"),
    path("ranking.xlsx", exports.ranking_xlsx, name="ranking_xlsx"),
    path("tie/<int:one>/<int:other>/", decisions.break_tie, name="break_tie"),
    path("combine/", decisions.combine_bids, name="combine_bids"),
    path("close/", decisions.close_decisions, name="close_decisions"),
    path("take-up-again/", decisions.reconsider, name="reconsider"),
    path("letters/", letters.letters_of_call, name="letters_of_call"),
    path("publish/", decisions.publish_call, name="publish_call"),
]
of_a_bid: list[URLPattern] = [
    path("", panel.moderate_bid, name="moderate_bid"),
    path("begin/", panel.begin_moderation, name="begin_moderation"),
    path("presence/", panel.presence, name="presence"),
    path("agree/<slug:kind>/", panel.agree_mark, name="agree_mark"),
    path("finish/", panel.finish_moderation, name="finish_moderation"),
    path("decide/", decisions.decide_bid, name="decide_bid"),
    path("letter/", letters.edit_letter, name="edit_letter"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("panel/bid/<int:bid_id>/", include(of_a_bid)),
    path("panel/<slug:slug>/", include(of_a_call)),
    path("bid/<int:bid_id>/letter/", letters.letter, name="letter"),
    path("bid/<int:bid_id>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("bid/<int:bid_id>/feedback/", letters.ask_feedback, name="ask_feedback"),
    path("office/feedback/", letters.meeting_list, name="meeting_list"),
    path("office/feedback/<int:bid_id>/", letters.arrange_meeting, name="arrange_meeting"),
    path("leads/", letters.lead_list, name="lead_list"),
]
