"""Minimal, valid members. Where the state matters, the services bring a row there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from factory.django import DjangoModelFactory

from hlp.kit import clock
from members.models import (
    Affiliation,
    Claim,
    CommitmentText,
    Contact,
    Invitation,
    Membership,
    MembershipYear,
    Period,
    RoleHeld,
    School,
    Trust,
    User,
)
from members.services import periods
from members.services.inviting import hashed
from members.states import (
    EndReason,
    EstablishmentStatus,
    EstablishmentType,
    MembershipState,
    Phase,
    PortalRole,
    SchoolRole,
)

PASSWORD = "correct horse battery staple"
SINCE = date(2020, 1, 1)
WRITTEN_AT = datetime(2020, 1, 1, 9, tzinfo=UTC)
# Design 4: these must have a second factor before they see anything.
SECOND_FACTOR = frozenset(PortalRole)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda user: f"{user.name.lower().replace(' ', '.')}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(user: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted is not False:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class TrustFactory(DjangoModelFactory[Trust]):
    class Meta:
        model = Trust

    name = factory.Sequence(lambda n: f"Trust {n}")


class SchoolFactory(DjangoModelFactory[School]):
    class Meta:
        model = School

    urn = factory.Sequence(lambda n: 900_000 + n)
    la_code = "312"
    la_name = "Hillingdon"
    establishment_number = factory.Sequence(lambda n: f"{2000 + n % 8000:04}")
    name = factory.Sequence(lambda n: f"School {n} Primary School")
    type = EstablishmentType.COMMUNITY
    phase = Phase.PRIMARY
    status = EstablishmentStatus.OPEN
    street = "1 High Street"
    town = "Uxbridge"
    postcode = "UB8 1UW"
    search_text = factory.LazyAttribute(
        lambda row: School(name=row.name, postcode=row.postcode, town=row.town).searchable()
    )


class AffiliationFactory(DjangoModelFactory[Affiliation]):
    class Meta:
        model = Affiliation

    user = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    role = SchoolRole.STAFF
    from_on = SINCE
    proof = Affiliation.Proof.OFFICE
    verified_at = WRITTEN_AT


class RoleHeldFactory(DjangoModelFactory[RoleHeld]):
    class Meta:
        model = RoleHeld
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    role = PortalRole.OFFICE
    from_on = SINCE

    @factory.post_generation
    def second_factor(role: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted is not False and role.role in SECOND_FACTOR:
            give_second_factor(role.user)


def give_second_factor(user: User) -> None:
    """As if the person had set up an authenticator app."""
    Authenticator.objects.get_or_create(
        user=user,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}},
    )


class PeriodFactory(DjangoModelFactory[Period]):
    """The prospectus's own period, 2022–24."""

    class Meta:
        model = Period
        django_get_or_create = ("name",)

    name = "2022–24"
    is_published = True
    information_meeting_on = date(2022, 2, 24)
    signup_opens_on = date(2022, 2, 1)
    signup_closes_on = date(2022, 3, 18)
    last_join_on = date(2022, 12, 31)
    starts_on = date(2022, 4, 1)
    ends_on = date(2024, 3, 31)
    board_first_meets_on = date(2022, 3, 21)
    leads_in_place_on = date(2022, 6, 30)
    support_starts_on = date(2022, 9, 1)
    evaluation_due_on = date(2023, 9, 30)


def make_period(starts_on: date = date(2022, 4, 1), **changes: Any) -> Period:
    """A period with its two years and the words of the commitment, as the office sets one up."""
    period = periods.create_period(
        name=f"{starts_on.year}–{(starts_on.year + 2) % 100:02}",
        starts_on=starts_on,
        now=WRITTEN_AT,
        is_published=True,
    )
    for field, value in changes.items():
        setattr(period, field, value)
    period.save()
    return period


class MembershipYearFactory(DjangoModelFactory[MembershipYear]):
    class Meta:
        model = MembershipYear
        django_get_or_create = ("period", "number")

    period = factory.SubFactory(PeriodFactory)
    number = 1
    starts_on = factory.LazyAttribute(lambda year: date(2021 + year.number, 4, 1))
    ends_on = factory.LazyAttribute(lambda year: date(2022 + year.number, 3, 31))
    invoice_on = factory.LazyAttribute(lambda year: date(2021 + year.number, 4, 1))


class CommitmentTextFactory(DjangoModelFactory[CommitmentText]):
    class Meta:
        model = CommitmentText
        django_get_or_create = ("period", "version")

    period = factory.SubFactory(PeriodFactory)
    version = 1
    body = "We commit for two years and pay {fee} a year."
    written_at = WRITTEN_AT


class MembershipFactory(DjangoModelFactory[Membership]):
    """A draft; signing and verifying are services."""

    class Meta:
        model = Membership
        django_get_or_create = ("school", "period")

    school = factory.SubFactory(SchoolFactory)
    period = factory.SubFactory(PeriodFactory)
    started_at = WRITTEN_AT


def fields_of(state: MembershipState) -> dict[str, Any]:
    """What the database asks of a membership in that state, beside the signature."""
    if state == MembershipState.LEAVING:
        return {"notice_at": WRITTEN_AT, "leaves_on": date(2023, 3, 31)}
    if state == MembershipState.ENDED:
        return {"ended_on": date(2022, 3, 31), "ended_because": EndReason.CLOSED}
    return {}


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    school = factory.SubFactory(SchoolFactory)
    role = SchoolRole.HEADTEACHER
    name = "Hanna Head"
    email = factory.Sequence(lambda n: f"contact.{n}@example.org")
    imported_at = WRITTEN_AT


class ClaimFactory(DjangoModelFactory[Claim]):
    class Meta:
        model = Claim

    user = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    role = SchoolRole.STAFF
    made_at = WRITTEN_AT


class InvitationFactory(DjangoModelFactory[Invitation]):
    """Open for a month; `token` is what the link holds."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    school = factory.SubFactory(SchoolFactory)
    role = SchoolRole.HEADTEACHER
    name = "Ina Invited"
    email = factory.Sequence(lambda n: f"ina.{n}@example.org")
    token_hash = factory.LazyAttribute(lambda row: hashed(row.token))
    invited_at = factory.LazyFunction(clock.now)
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))
