"""The terms of a call: money, criteria, and what each mark means. Frozen when it opens."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from bids.models.calls import Call
from bids.querysets.calls import CriterionQuerySet
from bids.states import HIGHEST, CriterionKind
from hlp.kit import frozen
from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy


class CallTerms(models.Model):
    """What bidders rely on: money, how many are chosen, thresholds. Frozen at opening."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="terms")
    funding_ceiling = MoneyField("highest cost of a bid")
    lead_bids = models.PositiveSmallIntegerField("bids to be selected", default=1)
    minimum_panel = models.PositiveSmallIntegerField("fewest assessors of a bid", default=3)
    # Per cent of the highest weighted total; empty: off (design 12).
    overall_threshold = models.PositiveSmallIntegerField(
        "lowest total, in per cent", null=True, blank=True
    )
    spread_flag = models.PositiveSmallIntegerField("spread of marks to discuss", default=2)

    privacy = Privacy(
        other=(
            *("id", "call", "funding_ceiling", "lead_bids", "minimum_panel"),
            *("overall_threshold", "spread_flag"),
        )
    )

    class Meta:
        verbose_name_plural = "call terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(lead_bids__gte=1, minimum_panel__gte=1, spread_flag__gte=1)
                & Q(funding_ceiling__gt=Decimal(0))
                & (Q(overall_threshold=None) | Q(overall_threshold__lte=100)),
                name="call_terms_make_sense",
            )
        ]

    def __str__(self) -> str:
        return f"Terms of {self.call}"


class Criterion(models.Model):
    """One of the four criteria in one call: its full text, weight, threshold and place in ties."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="criteria")
    kind = models.CharField(max_length=12, choices=CriterionKind)
    text = models.TextField(max_length=4000)
    weight = models.PositiveSmallIntegerField(default=1)  # relative: 1:1:1:1 is equal
    threshold = models.PositiveSmallIntegerField("lowest agreed mark", null=True, blank=True)
    tie_rank = models.PositiveSmallIntegerField()  # 1 is asked first
    word_limit = models.PositiveSmallIntegerField(default=750)

    objects = CriterionQuerySet.as_manager()
    privacy = Privacy(
        other=("id", "call", "kind", "text", "weight", "threshold", "tie_rank", "word_limit")
    )

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="one_criterion_of_a_kind"),
            models.UniqueConstraint(fields=["call", "tie_rank"], name="one_criterion_per_tie_rank"),
            models.CheckConstraint(
                condition=Q(weight__gte=1)
                & (Q(threshold=None) | Q(threshold__lte=HIGHEST))
                & Q(kind__in=CriterionKind.values),
                name="a_criterion_counts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Descriptor(models.Model):
    """What one mark means for one criterion, in a sentence."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="descriptors")
    mark = models.PositiveSmallIntegerField()
    sentence = models.CharField(max_length=400)

    privacy = Privacy(other=("id", "criterion", "mark", "sentence"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criterion", "mark"], name="one_sentence_per_mark"),
            models.CheckConstraint(condition=Q(mark__lte=HIGHEST), name="mark_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.mark}"


# Frozen at opening (design 6): nobody changes the terms under the bidders' hands.
OPENED = "(SELECT c.opened_at FROM bids_call AS c WHERE c.id = {call}) IS NOT NULL"
frozen.freeze("bids_callterms", OPENED.format(call="{row}.call_id"))
frozen.freeze("bids_criterion", OPENED.format(call="{row}.call_id"))
frozen.freeze(
    "bids_descriptor",
    OPENED.format(
        call="(SELECT k.call_id FROM bids_criterion AS k WHERE k.id = {row}.criterion_id)"
    ),
)
