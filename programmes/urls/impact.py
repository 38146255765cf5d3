"""The board's view: /impact/."""

from django.urls import path

from programmes.views.impact import board, quality, reach, satisfaction
from programmes.views.programmes import planning

urlpatterns = [
    path("impact/", board.impact, name="impact"),
    path("impact/reach/", reach.impact_reach, name="impact_reach"),
    path("impact/reach/<slug:kind>/", reach.export_reach, name="export_reach"),
    path("impact/commitments/", board.impact_commitments, name="impact_commitments"),
    path(
        "impact/commitments/<int:commitment_id>/accept/",
        board.accept_commitment,
        name="accept_commitment",
    ),
    path(
        "impact/commitments/<int:commitment_id>/due/",
        planning.commitment_due,
        name="commitment_due",
    ),
    path("impact/satisfaction/", satisfaction.impact_satisfaction, name="impact_satisfaction"),
    path("impact/quality/", quality.impact_quality, name="impact_quality"),
    path("impact/quality/minutes/", quality.export_quality, name="export_quality"),
    path("impact/quality/new/", quality.write_note, name="write_note"),
    path("impact/quality/<int:note_id>/sign-off/", quality.sign_off_note, name="sign_off_note"),
    path("impact/quality/<int:note_id>/action/", quality.add_action, name="add_action"),
    path("impact/quality/action/<int:action_id>/", quality.finish_action, name="finish_action"),
]
