"""What members announces to the apps above it; docs/architecture.md lists who listens."""

from django.dispatch import Signal

# A period is published: with `period` and `now`, in the same transaction.
period_published = Signal()
