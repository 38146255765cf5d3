"""What bidding announces to the apps above; listed in docs/architecture.md."""

from django.dispatch import Signal

# Sent once per call, in the transaction of publishing: `call`, `awards` (a list), `by`, `now`.
awards_published = Signal()
