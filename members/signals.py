"""What members announces to the apps above it; docs/architecture.md lists who listens."""

from django.dispatch import Signal

# A period is published: with `period` and `now`, in the same transaction.
period_published = Signal()

# What the board decided about a leaver's year is recorded: with `waiver`, `by` and `now`, in the
# same transaction. A receiver that refuses keeps the decision from being recorded.
waiver_recorded = Signal()
