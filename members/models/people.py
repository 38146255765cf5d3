"""People: who can sign in, at which school they work, which roles they hold."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import cached_property
from rules.permissions import has_perm as rule_allows
from rules.permissions import perm_exists

from hlp.kit import clock
from hlp.kit.dated import DayBefore
from hlp.kit.privacy import Privacy
from members.models.schools import School, Trust
from members.querysets import AffiliationQuerySet, RoleHeldQuerySet, UserQuerySet
from members.states import PortalRole, SchoolRole


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address. Powers come from affiliations and roles held."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField("full name", max_length=150)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may open the back room", default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    privacy = Privacy(
        personal={
            "email": "to sign in and be written to; erased with the person",
            "name": "to be known by; erased with the person",
            "password": "a hash; erased with the person",
            "last_login": "to spot misuse; erased with the person",
        },
        other=(
            *("id", "is_active", "is_staff", "is_superuser", "joined_at"),
            *("groups", "user_permissions"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def _standing(self) -> tuple[list["RoleHeld"], list["Affiliation"]]:
        """Roles held and affiliations of today: two queries, kept for the request."""
        today = clock.today()
        roles = self.roles_held.current(today).select_related("trust", "school")
        posts = self.affiliations.current(today).select_related("school")
        return list(roles.order_by("role", "pk")), list(posts.order_by("school__name", "role"))

    def current_roles(self) -> list["RoleHeld"]:
        """The roles this person holds today, by name."""
        return self._standing[0]

    def current_posts(self) -> list["Affiliation"]:
        """What this person is today at which school, by its name."""
        return self._standing[1]

    def holds(self, *roles: PortalRole) -> bool:
        return self.is_active and any(held.role in roles for held in self.current_roles())

    def schools_as(self, *roles: SchoolRole) -> set[int]:
        """URNs of the schools where this person holds one of the roles today."""
        return (
            {post.school_id for post in self.current_posts() if post.role in roles}
            if self.is_active
            else set()
        )

    def count_of_parts(self) -> int:
        """How many schools and roles there are to choose from when one says what one acts as."""
        roles, posts = self._standing
        return len({held.role for held in roles}) + len({post.school_id for post in posts})

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What a rule names, the rule decides, for superusers too: powers come from roles held."""
        if perm_exists(perm):
            return self.is_active and bool(rule_allows(perm, self, obj))
        return super().has_perm(perm, obj)

    def trusts_signed_for(self) -> set[int]:
        """Trusts for whose schools this person may sign today."""
        return {
            held.trust_id
            for held in self.current_roles()
            if held.role == PortalRole.TRUST_SIGNATORY and held.trust_id is not None
        }

    def schools_voted_for(self) -> set[int]:
        """URNs of the schools whose vote this person may cast today as their deputy."""
        return {
            held.school_id
            for held in self.current_roles()
            if held.role == PortalRole.VOTING_DEPUTY and held.school_id is not None
        }

    def forget_standing(self) -> None:
        """Called by services that grant or end a role, so the next question is asked afresh."""
        self.__dict__.pop("_standing", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.forget_standing()
        super().refresh_from_db(*args, **kwargs)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class Affiliation(models.Model):
    """A person's role at a school, from–to. It exists only once verified (design 5).

    One taken away on its first day was never held: then `to_on` is the day before.
    """

    class Proof(models.TextChoices):
        INVITATION = "invitation", "One-use invitation to the person's own address"
        OFFICE = "office", "Approved by the partnership office"
        COLLEAGUE = "colleague", "Added by the headteacher"
        EMAIL_DOMAIN = "email_domain", "E-mail address of the school"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="affiliations")
    role = models.CharField(max_length=20, choices=SchoolRole)
    from_on = models.DateField("from")
    to_on = models.DateField("to", null=True, blank=True)  # last day it holds
    proof = models.CharField(max_length=20, choices=Proof)
    verified_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AffiliationQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "user": "where a person works; ends with the post, kept seven years after the period",
            "verified_by": "who vouched; kept as audit",
        },
        other=("id", "school", "role", "from_on", "to_on", "proof", "verified_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "school", "role"],
                condition=Q(to_on=None),
                name="one_current_affiliation",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=DayBefore("from_on")),
                name="affiliation_ends_later",
            ),
            # A matching address proves only that one works there, never as what.
            models.CheckConstraint(
                condition=Q(role=SchoolRole.STAFF) | ~Q(proof="email_domain"),
                name="address_proves_staff_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_role_display()} at {self.school_id}"


class RoleHeld(models.Model):
    """A dated row saying a person holds a role in the partnership. The board grants its own.

    One taken away on its first day was never held: then `to_on` is the day before.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles_held"
    )
    role = models.CharField(max_length=20, choices=PortalRole)
    trust = models.ForeignKey(
        Trust, null=True, blank=True, on_delete=models.PROTECT, help_text="For trust signatories"
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, help_text="For voting deputies"
    )
    from_on = models.DateField("from")
    to_on = models.DateField("to", null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    objects = RoleHeldQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "user": "who held which office of the partnership; kept seven years after the period",
            "granted_by": "who granted it; kept as audit",
            "reason": "may name a person; kept with the role",
        },
        other=("id", "role", "trust", "school", "from_on", "to_on"),
    )

    class Meta:
        verbose_name_plural = "roles held"
        constraints = [
            models.UniqueConstraint(
                F("user"),
                F("role"),
                Coalesce(F("trust"), 0),
                Coalesce(F("school"), 0),
                condition=Q(to_on=None),
                name="one_current_role",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=DayBefore("from_on")), name="role_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(role=PortalRole.TRUST_SIGNATORY) | Q(trust__isnull=False),
                name="trust_signatory_names_trust",
            ),
            models.CheckConstraint(
                condition=~Q(role=PortalRole.VOTING_DEPUTY) | Q(school__isnull=False),
                name="voting_deputy_names_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_role_display()}"
