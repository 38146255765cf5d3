"""How a person comes to act for a school: contacts, one-use invitations, claims."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hlp.kit.privacy import Privacy
from members.models.periods import Period
from members.models.schools import School
from members.querysets import ClaimQuerySet, InvitationQuerySet
from members.states import ClaimState, FunnelStage, InvitationStanding, SchoolRole


class Contact(models.Model):
    """An address the office keeps for a school; the register carries none."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=20, choices=SchoolRole)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    imported_at = models.DateTimeField()

    privacy = Privacy(
        personal={
            "name": "to invite the school; replaced by the next import",
            "email": "to invite the school; replaced by the next import",
        },
        other=("id", "school", "role", "imported_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "role", Lower("email"), name="one_contact_per_email")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()} at {self.school_id}"


class Invitation(models.Model):
    """A personal link that works once. Only the token's sha256 is stored."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=SchoolRole)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    by_school = models.BooleanField("sent by the school itself", default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "name": "to address the invitation; one year after it expired",
            "email": "to send the invitation; one year after it expired",
            "invited_by": "who invited; kept as audit",
            "accepted_by": "who took it up; kept with the affiliation",
        },
        other=(
            *("id", "school", "role", "token_hash", "invited_at", "expires_at"),
            *("accepted_at", "revoked_at", "by_school"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="acceptance_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.school_id}"

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at

    def standing(self, now: datetime) -> InvitationStanding:
        if self.accepted_at:
            return InvitationStanding.ACCEPTED
        if self.revoked_at:
            return InvitationStanding.REVOKED
        if now >= self.expires_at:
            return InvitationStanding.EXPIRED
        return InvitationStanding.WAITING


class Claim(models.Model):
    """Someone says they work at a school; the office approves or refuses. Until then: nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="claims")
    role = models.CharField(max_length=20, choices=SchoolRole)
    said = models.CharField("how we can check", max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=ClaimState, default=ClaimState.WAITING, editable=False
    )
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "user": "who claimed; refused claims one year, approved as the affiliation",
            "said": "what the person told the office; one year after the decision",
            "decided_by": "who decided; kept as audit",
            "reason": "may speak of a person; one year after the decision",
        },
        other=("id", "school", "role", "state", "made_at", "decided_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "school"],
                condition=Q(state=ClaimState.WAITING),
                name="one_waiting_claim",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.school_id}"


class Chase(models.Model):
    """The office wrote to a school that had not signed; at most once in seven days."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="chases")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="chases")
    stage = models.CharField("how far it was", max_length=10, choices=FunnelStage)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        personal={"sent_by": "who wrote to the school; kept seven years after the period"},
        other=("id", "school", "period", "stage", "sent_at"),
    )

    class Meta:
        indexes = [models.Index(fields=["period", "sent_at"], name="chase_period_sent")]

    def __str__(self) -> str:
        return f"{self.school_id}, {self.sent_at:%d %B %Y}"
