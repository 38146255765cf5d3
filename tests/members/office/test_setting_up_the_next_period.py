"""The office sets the next period up task by task; what does not fit is refused with a sentence."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from hlp.kit.access import WrongPerson
from members.models import Period
from members.services import setting_up
from tests.factories.members import make_period
from tests.factories.sessions import client_of

AUGUST = date(2024, 8, 1)


@pytest.fixture
def following(period, office, now):
    """2024–26, made from 2022–24."""
    return setting_up.next_period(by=office, now=now)


def dates(period, **changes):
    return {field: getattr(period, field) for field in setting_up.DATES} | changes


def parts(dates):
    made = {}
    for field, day in dates.items():
        for part in ("day", "month", "year"):
            made[f"{field}-{part}"] = getattr(day, part) if day else ""
    return made


def url(name, period):
    return reverse(f"members:{name}", args=[period.pk])


def test_the_next_period_is_the_last_one_two_years_on(period, office, now):
    period.payment_days, period.leaver_owes_year_2 = 14, False
    period.evaluation_due_on = date(2024, 2, 29)
    period.save()
    period.years.filter(number=2).update(fee_cap=Decimal(900))
    period.commitments.update(body="We join. {fee}")

    made = setting_up.next_period(by=office, now=now)

    assert (made.name, made.is_published) == ("2024–26", False)
    assert (made.starts_on, made.ends_on) == (date(2024, 4, 1), date(2026, 3, 31))
    assert made.signup_closes_on == date(2024, 3, 18)
    assert made.last_join_on == date(2024, 12, 31)
    assert made.evaluation_due_on == date(2026, 2, 28)
    assert (made.payment_days, made.leaver_owes_year_2) == (14, False)
    assert made.commitments.get().body == "We join. {fee}"
    years = made.years.order_by("number").values_list("starts_on", "invoice_on", "fee_cap")
    assert list(years) == [
        (date(2024, 4, 1), date(2024, 4, 1), 1500),
        (date(2025, 4, 1), date(2025, 4, 1), 900),
    ]


def test_the_very_first_period_has_the_prospectus_s_distances(db, office, now):
    made = setting_up.next_period(by=office, now=now)

    assert (made.name, made.signup_closes_on) == ("2022–24", date(2022, 3, 18))


def test_a_period_is_made_once(following, office, now):
    Period.objects.filter(pk=following.pk).update(starts_on=date(2020, 1, 1))

    with pytest.raises(setting_up.NameTaken):
        setting_up.next_period(by=office, now=now)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"signup_closes_on": date(2024, 1, 1)},
            "Sign-up opens on 1 February 2024, which",
        ),
        ({"last_join_on": date(2024, 3, 1)}, "after the last date to join on 1 March 2024"),
        ({"last_join_on": date(2026, 4, 1)}, "after the period ends on 31 March 2026"),
        ({"ends_on": date(2026, 4, 30)}, "it ends on 31 March 2026"),
        ({"ends_on": date(2024, 1, 1)}, "The period starts on 1 April 2024, which is after"),
        ({"evaluation_due_on": date(2027, 1, 1)}, "The evaluation is due on 1 January 2027"),
        (
            {"starts_on": date(2024, 3, 1), "ends_on": date(2026, 2, 28)},
            "2022–24 runs from 1 April 2022 to 31 March 2024",
        ),
    ],
)
def test_dates_that_do_not_fit_are_refused_with_a_sentence(following, office, changes, words):
    page = client_of(office).post(url("set_dates", following), parts(dates(following, **changes)))

    assert words in page.content.decode()
    before = Period.objects.get(pk=following.pk)
    assert dates(before) == dates(following)


def test_the_years_follow_the_dates(following, office):
    moved = dates(following, starts_on=AUGUST, ends_on=date(2026, 7, 31))

    client_of(office).post(url("set_dates", following), parts(moved))

    years = following.years.order_by("number").values_list("starts_on", "ends_on", "invoice_on")
    assert list(years) == [
        (AUGUST, date(2025, 7, 31), AUGUST),
        (date(2025, 8, 1), date(2026, 7, 31), date(2025, 8, 1)),
    ]


def test_schools_fees_and_words_are_set_on_their_own_pages(following, office):
    client = client_of(office)

    client.post(
        url("set_schools", following),
        {"la_codes": "312, 304", "eligible_types": ["Community school", "Free schools"]},
    )
    typed = {"fee_1": "£1,200", "fee_2": "800.50", "payment_days": "28"}
    client.post(
        url("set_fees", following),
        typed | parts({"invoice_1": date(2024, 5, 1), "invoice_2": date(2025, 5, 1)}),
    )
    client.post(url("set_words", following), {"body": "One.\n\n{school} pays {fee}. "})

    following.refresh_from_db()
    assert following.la_codes == ["312", "304"]
    assert following.eligible_types == ["Community school", "Free schools"]
    assert (following.payment_days, following.leaver_owes_year_2) == (28, False)
    years = following.years.order_by("number").values_list("fee_cap", "invoice_on")
    assert list(years) == [(1200, date(2024, 5, 1)), (Decimal("800.50"), date(2025, 5, 1))]
    newest = following.commitments.order_by("-version").first()
    assert (newest.version, newest.body) == (2, "One.\n{school} pays {fee}.")


@pytest.mark.parametrize(
    ("page", "typed", "words"),
    [
        ("set_schools", {"la_codes": "31", "eligible_types": []}, "A code has three digits"),
        ("set_words", {"body": "{scool} pays"}, "Nothing is filled in for {scool}"),
        (
            "set_fees",
            {"fee_1": "1", "fee_2": "1", "payment_days": "30"}
            | parts({"invoice_1": date(2026, 4, 1), "invoice_2": date(2025, 4, 1)}),
            "Invoices of year 1 go out in the year or the three months before it",
        ),
    ],
)
def test_other_slips_get_a_sentence_too(following, office, page, typed, words):
    assert words in client_of(office).post(url(page, following), typed).content.decode()


def test_it_is_published_once_and_then_stands(following, office, now):
    client = client_of(office)
    assert "Publish 2024–26" in client.get(url("set_up_period", following)).content.decode()

    client.post(url("publish_period", following))

    following.refresh_from_db()
    assert following.is_published
    assert client.get(url("set_dates", following))["Location"] == url("set_up_period", following)
    with pytest.raises(setting_up.Published):
        setting_up.save_words(period=following, body="New.", by=office, now=now)


def test_it_is_not_published_while_something_is_missing(following, office, now):
    following.commitments.all().delete()
    Period.objects.filter(pk=following.pk).update(eligible_types=[])

    page = client_of(office).get(url("set_up_period", following)).content.decode()

    assert "Say which schools may join." in page
    assert "Write the words of the commitment." in page
    with pytest.raises(setting_up.DoesNotFit):
        setting_up.publish(period=following, by=office, now=now)


def test_the_portal_turns_to_a_period_when_its_sign_up_opens(period):
    following = make_period(date(2024, 4, 1))

    assert following.signup_opens_on == date(2024, 2, 2)
    assert Period.objects.current(date(2024, 2, 1)) == period
    assert Period.objects.current(date(2024, 2, 2)) == following
    assert Period.objects.current(date(2021, 1, 1)) == period


@pytest.mark.parametrize("who", ["clerk", "head", "finance", "board_member"])
def test_nobody_but_the_office_sets_up(request, following, who, now):
    person = request.getfixturevalue(who)

    assert client_of(person).get(url("set_up_period", following)).status_code == 404
    with pytest.raises(WrongPerson):
        setting_up.publish(period=following, by=person, now=now)


# Sign-up for the next period opens before the running one is over


@pytest.fixture
def next_one(period, clock):
    made = make_period(date(2024, 4, 1))
    clock.time = datetime(2024, 2, 10, 10, tzinfo=UTC)
    return made


def test_members_of_today_stay_members_while_the_next_period_signs_up(
    member, next_one, head, office, client
):
    name = str(member.school)

    assert name in client.get(reverse("members:school_list")).content.decode()
    [card] = client_of(head).get(reverse("home")).context["schools"]
    assert card.membership == member
    others = client_of(office).get(reverse("members:school_list"), {"which": "others"})
    assert name in others.content.decode()  # not joined for the next one yet


def test_the_period_that_runs_is_followed_by_the_one_that_signs_up(period, next_one):
    running = Period.objects.running

    assert running(date(2022, 2, 10)) == period  # nothing runs yet
    assert running(date(2024, 3, 31)) == period
    assert running(date(2024, 4, 1)) == next_one
    assert running(date(2026, 4, 1)) == next_one


def test_the_office_reads_the_memberships_of_either_period(member, next_one, office):
    client, page = client_of(office), reverse("members:membership_list")

    assert list(client.get(page).context["page"]) == []
    assert list(client.get(page, {"period": member.period_id}).context["page"]) == [member]
