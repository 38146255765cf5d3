"""Addresses of bidding: writing, partners, editors, submitting."""

from django.urls import URLPattern, URLResolver, include, path

from bids.views.bidding import (
    clarifying,
    editors,
    files,
    line_up,
    listing,
    partners,
    sections,
    submitting,
)

# One's own bid, behind /bids/bid/<pk>/
of_a_bid: list[URLPattern] = [
    path("", listing.bid_detail, name="bid_detail"),
    path("details/", sections.edit_details, name="edit_details"),
    path("section/<slug:kind>/", sections.edit_section, name="edit_section"),
    path("section/<slug:kind>/autosave/", sections.autosave_section, name="autosave_section"),
    path("section/<slug:kind>/file/", files.add_file, name="add_file"),
    path("file/<int:file_id>/", files.bid_file, name="bid_file"),
    path("file/<int:file_id>/remove/", files.remove_file, name="remove_file"),
    path("partners/", partners.partner_list, name="partner_list"),
    path("partners/<int:urn>/ask/", partners.ask_partner, name="ask_partner"),
    path("partners/<int:partner_id>/remove/", partners.remove_partner, name="remove_partner"),
    path("editors/", editors.editor_list, name="editor_list"),
    path("editors/<int:editor_id>/end/", editors.revoke_editor, name="revoke_editor"),
    path("preview/", submitting.preview, name="preview"),
    path("bid.pdf", submitting.bid_pdf, name="bid_pdf"),
    path("submit/", submitting.submit_bid, name="submit_bid"),
    path("receipt/", submitting.receipt, name="receipt"),
    path("withdraw/", submitting.withdraw_bid, name="withdraw_bid"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("mine/", listing.bid_list, name="bid_list"),
    path("call/<slug:slug>/start/", listing.start_bid, name="start_bid"),
    path("bid/<int:pk>/", include(of_a_bid)),
    path("bid/partner/<int:partner_id>/", partners.partner_answer, name="partner_answer"),
    path("bid/question/<int:clarification_id>/", clarifying.clarify, name="clarify"),
    path("office/bids/<int:bid_id>/line-up/", line_up.change_line_up, name="change_line_up"),
    path("editing/<str:token>/", editors.editor_accept, name="editor_accept"),
]
