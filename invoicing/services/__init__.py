"""What can be done with fees: draft, approve and issue a run, make each PDF, keep the books."""

from invoicing.services import (
    approving,
    checking_numbers,
    crediting,
    drafting,
    exporting,
    issuing,
    ordering,
    paying,
    pricing,
    sending,
    sending_credits,
    setting_fees,
    setting_up,
)
from invoicing.services.setting_fees import set_fee

__all__ = [
    "approving",
    "checking_numbers",
    "crediting",
    "drafting",
    "exporting",
    "issuing",
    "ordering",
    "paying",
    "pricing",
    "sending",
    "sending_credits",
    "set_fee",
    "setting_fees",
    "setting_up",
]
