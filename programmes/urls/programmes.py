"""Programmes, the calendar and outreach: /programmes/, /half-terms/, /clusters/."""

from django.urls import path

from programmes.views.calendar import clusters, half_terms
from programmes.views.programmes import leads, outreach, planning, showing

ONE = "programmes/<int:programme_id>/"

urlpatterns = [
    path("programmes/", showing.programme_list, name="programme_list"),
    path("programmes/new/", planning.new_programme, name="new_programme"),
    path(ONE, showing.programme_detail, name="programme_detail"),
    path(f"{ONE}edit/", planning.edit_programme, name="edit_programme"),
    path(f"{ONE}dates/", planning.programme_dates, name="programme_dates"),
    path(f"{ONE}move/", planning.move_programme, name="move_programme"),
    path(f"{ONE}plan/", planning.plan, name="plan"),
    path(f"{ONE}outreach/", outreach.outreach, name="outreach"),
    path(f"{ONE}outreach/log/", outreach.log_contact, name="log_contacts"),
    path(f"{ONE}outreach/<int:urn>/", outreach.log_contact, name="log_contact"),
    path("lead-schools/<int:lead_id>/", leads.programme_leads, name="programme_leads"),
    path("lead-schools/<int:lead_id>/<int:held_id>/end/", leads.end_lead, name="end_lead"),
    path("half-terms/", half_terms.half_terms, name="half_terms"),
    path("half-terms/paste/", half_terms.paste_half_terms, name="paste_half_terms"),
    path(
        "half-terms/confirm/<int:year_id>/",
        half_terms.confirm_half_terms,
        name="confirm_half_terms",
    ),
    path(
        "half-terms/closed/<int:closed_id>/forget/",
        half_terms.forget_closed_day,
        name="forget_closed_day",
    ),
    path("half-terms/<int:urn>/", half_terms.half_terms, name="school_half_terms"),
    path("clusters/", clusters.cluster_list, name="cluster_list"),
    path("clusters/new/", clusters.save_cluster, name="new_cluster"),
    path("clusters/<int:cluster_id>/", clusters.save_cluster, name="cluster"),
    path("clusters/<int:cluster_id>/remove/", clusters.remove_cluster, name="remove_cluster"),
]
