"""The addresses of bidding, one file a subject."""

from bids.urls import bids, calls, deciding, marking

app_name = "bids"
urlpatterns = [
    *bids.urlpatterns,
    *marking.urlpatterns,
    *deciding.urlpatterns,
    *calls.urlpatterns,  # last: it ends in /bids/<slug>/, which any word would match
]
