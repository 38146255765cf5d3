"""Addresses of joining: finding a school, signing up, invitations, the office's queues."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter

from members.views import (
    accepting,
    accounts,
    announcements,
    changes,
    claims,
    contact,
    enquiries,
    finding,
    funnel,
    invitations,
    joining,
    leaving,
    memberships,
    people,
    periods,
    policies,
    schools,
    signing,
    trusts,
    who,
)


class UrnConverter(IntConverter):
    """Six digits, and room for one more; what is longer would not fit the database's column."""

    regex = "[0-9]{1,7}"


register_converter(UrnConverter, "urn")

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Signing up
    path("join/", finding.join, name="join"),
    path("join/<urn:urn>/", joining.join_school, name="join_school"),
    path("join/<urn:urn>/who/", who.join_who, name="join_who"),
    path("join/<urn:urn>/contacts/", joining.join_contacts, name="join_contacts"),
    path("join/<urn:urn>/billing/", joining.join_billing, name="join_billing"),
    path("join/<urn:urn>/commitment/", joining.join_commitment, name="join_commitment"),
    path("join/<urn:urn>/check/", signing.join_check, name="join_check"),
    path("join/<urn:urn>/ask/", signing.join_ask, name="join_ask"),
    path("join/<urn:urn>/done/", signing.join_done, name="join_done"),
    path("join/<urn:urn>/agreement.pdf", signing.agreement, name="agreement"),
    path("join/<urn:urn>/withdraw/", leaving.join_withdraw, name="join_withdraw"),
    path("join/<urn:urn>/again/", leaving.join_again, name="join_again"),
    # Schools
    path("schools/", schools.school_list, name="school_list"),
    path("schools/<urn:urn>/", schools.school_detail, name="school_detail"),
    path("schools/<urn:urn>/people/", people.school_people, name="school_people"),
    path("schools/<urn:urn>/people/<int:pk>/end/", people.end_affiliation, name="end_affiliation"),
    path(
        "schools/<urn:urn>/invitations/<int:pk>/take-back/",
        people.take_back_invitation,
        name="take_back_invitation",
    ),
    path("schools/<urn:urn>/head/", people.change_head, name="change_head"),
    path("trusts/<int:pk>/", trusts.trust_schools, name="trust_schools"),
    path("schools/<urn:urn>/leave/", leaving.leave, name="leave"),
    path("schools/<urn:urn>/stay/", leaving.stay, name="stay"),
    # Terms of reference and policies
    path("policies/", policies.policy_list, name="policy_list"),
    path("policies/<int:pk>/", policies.policy_file, name="policy_file"),
    path("office/policies/new/", policies.publish_policy, name="publish_policy"),
    path("office/policies/<int:pk>/show/", policies.show_policy, name="show_policy"),
    # The office: announcements
    path("office/announcements/", announcements.announcement_list, name="announcement_list"),
    path("office/announcements/new/", announcements.write_announcement, name="new_announcement"),
    path(
        "office/announcements/<int:pk>/",
        announcements.announcement_detail,
        name="announcement_detail",
    ),
    path(
        "office/announcements/<int:pk>/edit/",
        announcements.write_announcement,
        name="edit_announcement",
    ),
    path(
        "office/announcements/<int:pk>/send/",
        announcements.send_announcement,
        name="send_announcement",
    ),
    # The office: setting up a period
    path("office/periods/", periods.period_list, name="period_list"),
    path("office/periods/next/", periods.next_period, name="next_period"),
    path("office/periods/<int:pk>/", periods.set_up, name="set_up_period"),
    path("office/periods/<int:pk>/dates/", periods.set_dates, name="set_dates"),
    path("office/periods/<int:pk>/schools/", periods.set_schools, name="set_schools"),
    path("office/periods/<int:pk>/fees/", periods.set_fees, name="set_fees"),
    path("office/periods/<int:pk>/words/", periods.set_words, name="set_words"),
    path("office/periods/<int:pk>/publish/", periods.publish, name="publish_period"),
    # The office: how far the schools are
    path("office/funnel/", funnel.funnel, name="funnel"),
    path("office/funnel/preview/", funnel.chase_preview, name="chase_preview"),
    path("office/funnel/chase/", funnel.chase, name="chase"),
    # The office: memberships
    path("office/memberships/", memberships.membership_list, name="membership_list"),
    path("office/memberships/<int:pk>/", memberships.membership_detail, name="membership_detail"),
    path(
        "office/memberships/<int:pk>/verify/",
        memberships.verify_membership,
        name="verify_membership",
    ),
    path("office/memberships/<int:pk>/paper/", memberships.record_paper, name="record_paper"),
    path("office/memberships/<int:pk>/scan/", memberships.paper, name="paper"),
    path(
        "office/memberships/<int:pk>/send-back/",
        memberships.send_back_paper,
        name="send_back_paper",
    ),
    path("office/memberships/<int:pk>/waive/", leaving.waive_year, name="waive_year"),
    # The office: schools that closed, merged or became another
    path("office/changes/", changes.schools_changed, name="schools_changed"),
    path("office/memberships/<int:pk>/carry-on/", changes.carry_on, name="carry_on"),
    path("office/memberships/<int:pk>/end/", changes.end_closed, name="end_closed"),
    # How people come to act for a school
    path("invitations/<str:token>/", accepting.accept_invitation, name="accept_invitation"),
    path("claims/<int:pk>/withdraw/", claims.withdraw_claim, name="withdraw_claim"),
    path("office/claims/", claims.claim_list, name="claim_list"),
    path("office/claims/<int:pk>/", claims.claim_detail, name="claim_detail"),
    path("office/claims/<int:pk>/approve/", claims.approve_claim, name="approve_claim"),
    path("office/claims/<int:pk>/refuse/", claims.refuse_claim, name="refuse_claim"),
    # One's own account
    path("home/roles/", accounts.your_roles, name="your_roles"),
    path("home/roles/switch/", accounts.switch_role, name="switch_role"),
    # Questions
    path("contact/", contact.contact, name="contact"),
    path("contact/sent/", contact.contact_sent, name="contact_sent"),
    path("office/enquiries/", enquiries.enquiry_list, name="enquiry_list"),
    path("office/enquiries/<int:pk>/", enquiries.enquiry_detail, name="enquiry_detail"),
    path("office/enquiries/<int:pk>/answer/", enquiries.answer_enquiry, name="answer_enquiry"),
    path("office/enquiries/<int:pk>/close/", enquiries.close_enquiry, name="close_enquiry"),
    path("office/enquiries/<int:pk>/reopen/", enquiries.reopen_enquiry, name="reopen_enquiry"),
    # Invitations
    path("office/invitations/", invitations.invitation_list, name="invitation_list"),
    path("office/invitations/new/", invitations.invite, name="invite"),
    path("office/invitations/all/", invitations.invite_all, name="invite_all"),
    path(
        "office/invitations/<int:pk>/again/",
        invitations.send_invitation_again,
        name="send_invitation_again",
    ),
    path(
        "office/invitations/<int:pk>/revoke/",
        invitations.revoke_invitation,
        name="revoke_invitation",
    ),
]
