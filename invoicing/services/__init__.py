"""What can be done with fees: draft a run, approve it, issue it, make and send each invoice."""

from invoicing.services import approving, drafting, issuing, pricing, sending, setting_up

__all__ = ["approving", "drafting", "issuing", "pricing", "sending", "setting_up"]
