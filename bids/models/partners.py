"""Who else is in a bid: partner schools, each accepting for itself, and invited editors."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bids.models.bids import BIDDER, Bid
from bids.models.people import person
from bids.querysets.bids import EditorQuerySet, PartnerQuerySet
from bids.states import IN_THE_BID, EditorRights, PartnerState
from hlp.kit.privacy import Privacy
from members.models import School


class Partner(models.Model):
    """Another school in the bid; its own head must accept."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="partners")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="partnered_bids")
    part = models.CharField("what the school will do", max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=PartnerState, default=PartnerState.ASKED, editable=False
    )
    asked_at = models.DateTimeField()
    asked_by = person()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person()
    removed_at = models.DateTimeField(null=True, blank=True)
    # After closing a line-up changes only by decision of the board.
    change_agreed = models.CharField("decision behind a later change", max_length=120, blank=True)

    objects = PartnerQuerySet.as_manager()
    privacy = Privacy(
        personal={"asked_by": BIDDER, "answered_by": BIDDER},
        other=(
            *("id", "bid", "school", "part", "state", "asked_at", "answered_at", "removed_at"),
            "change_agreed",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "school"],
                condition=Q(state__in=sorted(IN_THE_BID)),
                name="a_school_partners_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=PartnerState.ACCEPTED)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="a_partner_accepted_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} in {self.bid}"

    @property
    def is_in(self) -> bool:
        return self.state in IN_THE_BID


class Editor(models.Model):
    """A person invited to work on the bid, with what they may do."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="editors")
    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    rights = models.CharField(max_length=6, choices=EditorRights, default=EditorRights.EDIT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="edited_bids",
    )
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    invited_at = models.DateTimeField()
    invited_by = person()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = EditorQuerySet.as_manager()
    privacy = Privacy(
        personal={"email": BIDDER, "name": BIDDER, "user": BIDDER, "invited_by": BIDDER},
        other=(
            *("id", "bid", "rights", "token_digest", "expires_at", "invited_at"),
            *("accepted_at", "revoked_at"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "email"],
                condition=Q(revoked_at=None),
                name="one_open_invitation_per_editor",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(user__isnull=False),
                name="who_accepted_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} on {self.bid}"
