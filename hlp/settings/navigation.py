"""Where a person can go. Pages that are not built yet are left out until their address exists.

who: anyone (default), signed_in or signed_out. permission: also only people who have it.
NAVIGATION is the menu, SECTIONS the tabs over pages that belong together.
"""

NAVIGATION = [
    {"label": "Why join", "url": "prospectus", "who": "signed_out"},
    {"label": "Home", "url": "home", "who": "signed_in"},
    {"label": "Join", "url": "members:join", "who": "signed_out"},
    {"label": "Schools", "url": "members:school_list"},
    {"label": "Invoices", "url": "invoicing:invoice_list", "permission": "invoicing.list_invoices"},
    {"label": "Bids", "url": "bids:call_list"},
    {"label": "Board", "url": "board:board"},
    {"label": "Elections", "url": "board:election_list"},
    {"label": "Programmes", "url": "programmes:programme_list"},
    {"label": "Events", "url": "programmes:event_list"},
    {"label": "Impact", "url": "programmes:impact", "permission": "programmes.view_impact"},
    {"label": "Resources", "url": "programmes:resource_list"},
]
SECTIONS = {
    "Joining": [
        {
            "label": "Questions",
            "url": "members:enquiry_list",
            "permission": "members.answer_enquiry",
        },
        {"label": "Claims", "url": "members:claim_list", "permission": "members.approve_claim"},
        {"label": "Invitations", "url": "members:invitation_list", "permission": "members.invite"},
        {"label": "How far", "url": "members:funnel"},
        {"label": "Memberships", "url": "members:membership_list"},
        {
            "label": "Schools that changed",
            "url": "members:schools_changed",
            "permission": "members.settle_succession",
        },
        {
            "label": "Announcements",
            "url": "members:announcement_list",
            "permission": "members.announce",
        },
        {"label": "Periods", "url": "members:period_list", "permission": "members.set_up_period"},
    ],
    "Invoicing": [
        {"label": "Invoices", "url": "invoicing:invoice_list"},
        {"label": "Payments", "url": "invoicing:payment_list"},
        {"label": "Credit notes", "url": "invoicing:credit_list"},
        {"label": "Fee runs", "url": "invoicing:run_list"},
        {"label": "Fees", "url": "invoicing:fee_list"},
        {"label": "Downloads", "url": "invoicing:download_list"},
        {"label": "Check of the numbers", "url": "invoicing:number_check"},
    ],
    "Impact": [
        {"label": "Overview", "url": "programmes:impact"},
        {"label": "Reach", "url": "programmes:impact_reach"},
        {"label": "Commitments", "url": "programmes:impact_commitments"},
        {"label": "Satisfaction", "url": "programmes:impact_satisfaction"},
        {"label": "Quality notes", "url": "programmes:impact_quality"},
    ],
    "Reminders": [
        {"label": "Rules", "url": "reminder_list"},
        {"label": "What goes next", "url": "reminder_preview"},
        {"label": "What was sent", "url": "reminder_log"},
    ],
    "Your account": [
        {"label": "Your roles", "url": "members:your_roles"},
        {"label": "Second step", "url": "mfa_index"},
        {"label": "Password", "url": "account_change_password"},
        {"label": "Email address", "url": "account_email"},
        {"label": "Where you are signed in", "url": "usersessions_list"},
        {"label": "Google and Microsoft", "url": "socialaccount_connections"},
        {"label": "Your data", "url": "your_data"},
    ],
}
FOOTER_LINKS = [
    {"label": "Prospectus", "url": "prospectus"},
    {"label": "Help", "url": "help"},
    {"label": "Policies", "url": "members:policy_list"},
    {"label": "Contact", "url": "members:contact"},
    {"label": "Accessibility", "url": "accessibility"},
    {"label": "Privacy", "url": "privacy"},
    {"label": "Cookies", "url": "cookies"},
]
