"""Where a person can go. Pages that are not built yet are left out until their address exists.

who: anyone (default), signed_in or signed_out. permission: also only people who have it.
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
FOOTER_LINKS = [
    {"label": "Prospectus", "url": "prospectus"},
    {"label": "Help", "url": "help"},
    {"label": "Policies", "url": "members:policy_list"},
    {"label": "Contact", "url": "members:contact"},
    {"label": "Accessibility", "url": "accessibility"},
    {"label": "Privacy", "url": "privacy"},
    {"label": "Cookies", "url": "cookies"},
]
