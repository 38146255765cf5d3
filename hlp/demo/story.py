"""What has happened in the demo's partnership: told through the real services, around today."""

import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction

from hlp.demo import (
    belonging,
    bids,
    governance,
    money,
    names,
    nation,
    office,
    people,
    programmes,
    questions,
    schools,
    seats,
)
from hlp.kit import clock
from members.models import Affiliation, Membership, Period, School, User
from members.services import claiming, importing, inviting, joining, periods, roles, signing
from members.services.periods import months_after
from members.states import Phase, SchoolRole

Say = Callable[[str], None]

IN_TIME = 6  # schools of every ten that joined before sign-up closed
MANY = 500  # beyond this, rows are written in bulk, and the rest has not been heard of


def exists() -> bool:
    return Period.objects.exists()


def tell(*, schools: int, now: datetime, say: Say) -> None:
    """Make the whole demo, or nothing of it."""
    with transaction.atomic():
        say("Setting up a period around today")
        period = set_up_period(now)
        say(f"Importing {schools} fictional schools")
        import_schools(schools, now)
        say("Bringing in the people")
        cast = make_cast(now)
        say("Signing schools up and issuing their invoices")
        money.add_supplier(period)
        rest = sign_up_in_time(period, cast)
        seats.seat_board(period, cast, now)
        money.issue_first_run(period, cast)
        money.keep_books(period, cast, now)
        come_later(period, rest[:MANY], cast, now)
        money.draft_second_run(period, cast, now)
        questions.ask(cast, now)
        office.publish(period, cast["office"], now)
        if schools <= MANY:
            office.announce(period, cast["office"], now)
            say("Calling for bids, marking them, and choosing a lead school")
            bids.tell(period, cast, now)
            say("Delivering two programmes")
            programmes.tell(period, cast, now)
            say("Holding elections to the board")
            governance.hold_elections(period, cast, now)


def set_up_period(now: datetime) -> Period:
    """It started about two months ago, so that year 1 is invoiced and late joining is open."""
    starts_on = months_after(clock.day_of(now).replace(day=1), -2)
    name = f"{starts_on.year}–{(starts_on.year + 2) % 100:02}"
    return periods.create_period(name=name, starts_on=starts_on, now=now, is_published=True)


def import_schools(how_many: int, now: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo-schools.csv"
        file.write_text(schools.register(how_many), "cp1252")
        importing.import_roster(file, now=now)


def make_cast(now: datetime) -> dict[str, User]:
    password, today = people.shared_password(), clock.day_of(now)
    cast = {person.who: people.make(person, password) for person in people.CAST}
    for person in people.CAST:
        for role in person.roles:
            roles.grant(user=cast[person.who], role=role, by=None, from_on=months_after(today, -6))
    return cast


def sign_up_in_time(period: Period, cast: dict[str, User]) -> list[School]:
    """Six schools of ten join before sign-up closes; returned is who has not."""
    eligible = list(School.objects.eligible_for(period).order_by("urn"))
    opened = clock.start_of_day(period.signup_opens_on) + timedelta(hours=10)
    own = place_own_people(eligible, cast, opened)
    others = [school for school in eligible if school not in own]
    joined = [school for number, school in enumerate(others) if number % 10 < IN_TIME]
    if len(joined) > MANY:
        nation.join(joined, period, cast["office"], opened)
    else:
        for number, school in enumerate(joined):
            moment = opened + timedelta(hours=7 * number % 700)
            sign(school, head_of(school, moment, cast["office"]), moment)
    return [school for number, school in enumerate(others) if number % 10 >= IN_TIME]


def place_own_people(
    eligible: list[School], cast: dict[str, User], at: datetime
) -> tuple[School, School]:
    """The demo's own heads: one school has joined, one is being prepared."""
    primary = next(school for school in eligible if school.phase == Phase.PRIMARY)
    secondary = next(school for school in eligible if school.phase == Phase.SECONDARY)
    office = cast["office"]
    post(cast["head.primary"], primary, SchoolRole.HEADTEACHER, at, office)
    post(cast["sbm"], primary, SchoolRole.BUSINESS_MANAGER, at, office)
    post(cast["head.secondary"], secondary, SchoolRole.HEADTEACHER, at, office)
    sign(primary, cast["head.primary"], at)
    joining.start(school=secondary, by=cast["head.secondary"], now=at)
    return primary, secondary


def come_later(period: Period, rest: list[School], cast: dict[str, User], now: datetime) -> None:
    """What has become of the schools that did not join in time, and of those around them."""
    for number, school in enumerate(rest):
        happen(number % len(LATER), school, cast, now)
    own = School.objects.filter(affiliations__user__in=cast.values())
    members = School.objects.members_of(period).exclude(pk__in=own).order_by("urn")
    first, second, third = [*members[:3], *rest][:3]
    two = cast["head.two"]
    post(two, first, SchoolRole.BUSINESS_MANAGER, now, cast["office"])
    post(two, second, SchoolRole.HEADTEACHER, now, cast["office"])
    waiting = rest[LATER.index(waits_for_its_head) :: len(LATER)]
    belonging.form_a_trust(waiting[: belonging.TRUSTED], third, cast["trust"], now)
    kept = {school.pk for school in (*own, first, second, third)}
    belonging.give_notice(period, kept, now)


def happen(turn: int, school: School, cast: dict[str, User], now: datetime) -> None:
    """What has become of a school that did not join in time."""
    LATER[turn](school, cast["office"], now)


def joined_late(school: School, office: User, now: datetime) -> None:
    moment = now - timedelta(days=3)
    sign(school, head_of(school, moment, office), moment)


def waits_for_its_head(school: School, office: User, now: datetime) -> None:
    moment = now - timedelta(days=6)
    prepare(school, head_of(school, moment, office), moment)


def is_claimed(school: School, office: User, now: datetime) -> None:
    claiming.claim(
        user=new_person("newhead", school),
        school=school,
        role=SchoolRole.HEADTEACHER,
        said=f"Please ring the school office on {school.telephone}.",
        now=now - timedelta(days=1, hours=school.urn % 9),
    )


def was_invited(school: School, office: User, now: datetime) -> None:
    inviting.invite(
        school=school,
        role=SchoolRole.HEADTEACHER,
        name=names.name_of(school),
        email=names.address("head", school),
        by=office,
        now=now - timedelta(days=10),
    )


def signed_on_paper(school: School, office: User, now: datetime) -> None:
    membership = prepare(school, head_of(school, now, office), now - timedelta(days=2))
    signing.record_paper(
        membership=membership,
        by=office,
        name=membership.head_name,
        title="Headteacher",
        signed_on=clock.day_of(now - timedelta(days=2)),
        now=now - timedelta(days=1),
        scan=belonging.scan(school, now - timedelta(days=2)),
    )


LATER = (joined_late, waits_for_its_head, is_claimed, was_invited, signed_on_paper)


def new_person(who: str, school: School) -> User:
    """Someone who never signs in: an account with no usable password."""
    user = User(email=names.address(who, school), name=names.name_of(school))
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def post(user: User, school: School, role: SchoolRole, at: datetime, by: User) -> None:
    Affiliation.objects.create(
        user=user,
        school=school,
        role=role,
        from_on=min(clock.day_of(at), date(clock.day_of(at).year, 9, 1)),
        proof=Affiliation.Proof.OFFICE,
        verified_at=at,
        verified_by=by,
    )
    user.forget_standing()


def head_of(school: School, at: datetime, office: User) -> User:
    user = new_person("head", school)
    post(user, school, SchoolRole.HEADTEACHER, at, office)
    return user


def prepare(school: School, by: User, at: datetime) -> Membership:
    """Everything but the signature."""
    membership = joining.start(school=school, by=by, now=at)
    steps = {"contacts": names.contacts(school, by), "billing": names.billing(school)}
    for step, answers in steps.items():
        seen = joining.fingerprint(membership, step)
        membership = joining.save(
            membership=membership, step=step, answers=answers, seen=seen, by=by
        )
    text = membership.period.commitments.get()
    return joining.read_commitment(membership=membership, version=text.version, by=by)


def sign(school: School, head: User, at: datetime) -> Membership:
    membership = prepare(school, head, at)
    return signing.sign(membership=membership, by=head, name=head.name, title="Headteacher", now=at)
