"""Who may do what with calls, bids and marks (design 12, the table of powers).

The law is here before the app: whoever builds calls and bids adds to these who is in conflict.
"""

import rules

from members.rules import (
    holds_role,
    is_business_manager_of,
    is_chair,
    is_clerk,
    is_head_of,
    is_office,
)
from members.states import PortalRole

is_assessor = holds_role(PortalRole.BOARD_MEMBER, PortalRole.PANEL_ASSESSOR)
is_decider = holds_role(PortalRole.BOARD_MEMBER)

# what                                   who
rules.add_perm("bids.manage_call", is_office | is_clerk)
rules.add_perm("bids.screen_bid", is_office | is_clerk)
rules.add_perm("bids.edit_bid", is_head_of | is_business_manager_of)
rules.add_perm("bids.submit_bid", is_head_of)
rules.add_perm("bids.attend_panel", is_clerk)
rules.add_perm("bids.mark_bid", is_assessor)
rules.add_perm("bids.rule_on_interest", is_chair)
rules.add_perm("bids.prepare_publication", is_clerk)
rules.add_perm("bids.publish_decision", is_decider)
