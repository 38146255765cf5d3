"""What can be done with fees: draft, approve and issue a run, make each PDF, keep the books."""

from invoicing.services import approving, drafting, issuing, paying, pricing, sending, setting_up

__all__ = ["approving", "drafting", "issuing", "paying", "pricing", "sending", "setting_up"]
