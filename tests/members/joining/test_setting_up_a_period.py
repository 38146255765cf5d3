"""A period made from its first day alone has the dates, fees and words of the prospectus."""

from datetime import date
from decimal import Decimal

import pytest

from hlp.kit.access import WrongPerson
from members.commitment import paragraphs, vat_words
from members.services import periods
from members.services.periods import months_after


@pytest.fixture
def made(db, now):
    return periods.create_period(name="2022–24", starts_on=date(2022, 4, 1), now=now)


def test_the_run_of_2022_has_the_dates_of_the_prospectus(made):
    assert made.information_meeting_on == date(2022, 2, 24)
    assert made.signup_opens_on == date(2022, 2, 1)
    assert made.signup_closes_on == date(2022, 3, 18)
    assert made.board_first_meets_on == date(2022, 3, 21)
    assert made.leads_in_place_on == date(2022, 6, 30)
    assert made.support_starts_on == date(2022, 9, 1)
    assert made.last_join_on == date(2022, 12, 31)
    assert made.evaluation_due_on == date(2023, 9, 30)
    assert made.ends_on == date(2024, 3, 31)
    assert made.payment_days == 30
    assert not made.is_published


def test_its_two_years_follow_each_other(made):
    years = made.years.order_by("number").values_list("starts_on", "ends_on", "invoice_on")

    assert list(years) == [
        (date(2022, 4, 1), date(2023, 3, 31), date(2022, 4, 1)),
        (date(2023, 4, 1), date(2024, 3, 31), date(2023, 4, 1)),
    ]
    assert {year.fee_cap for year in made.years.all()} == {Decimal("1500.00")}


def test_a_deadline_is_the_end_of_its_day_in_london(made):
    assert made.signup_closes_at.isoformat() == "2022-03-18T23:59:59+00:00"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2022, 4, 1), 9, date(2023, 1, 1)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2022, 12, 15), 12, date(2023, 12, 15)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(day, months, later):
    assert months_after(day, months) == later


def test_its_words_say_everything_a_school_commits_to(made, school):
    words = paragraphs(made.commitments.get(), school, date(2022, 3, 1))

    assert words == [
        "Bourne Lane Primary School joins the Hillingdon Learning Partnership for two years, from"
        " 1 April 2022 to 31 March 2024.",
        f"The annual cost is £1,500 for all schools. {vat_words(school, date(2022, 3, 1))}",
        "Year 1 runs from 1 April 2022 to 31 March 2023. The fee of £1,500 is invoiced in"
        " April 2022.",
        "Year 2 runs from 1 April 2023 to 31 March 2024. The fee is up to a further £1,500 and is"
        " invoiced in April 2023. The Partnership Board agrees any reduction if there is budget"
        " carried over from year 1.",
        "Invoices are due for payment within 30 days.",
        "A school that joins after 1 April 2022 owes the whole fee of the membership year in which"
        " it joins. Fees are not reduced or refunded for part of a year.",
        "A school that leaves early still owes the fee for year 2, unless the Partnership Board"
        " waives it. A school that closes does not; its successor carries on the membership.",
        "The membership fee covers the costs of all support from the partnership. There are no"
        " additional charges for any support.",
    ]


def test_a_slip_in_the_office_s_text_stays_readable(made, school):
    text = made.commitments.get()
    text.body = "{school} pays {fee} by {whenever}, {0} and {school.__class__}.\n\n"

    words = paragraphs(text, school, date(2022, 3, 1))

    assert words == [
        "Bourne Lane Primary School pays £1,500 by {whenever}, {0} and {school.__class__}."
    ]


def test_whether_vat_comes_on_top_is_somebody_else_s_to_say(made, school, monkeypatch):
    monkeypatch.setattr(vat_words, "_asked", lambda school, on: f"VAT is added from {on:%Y}.")

    words = paragraphs(made.commitments.get(), school, date(2022, 3, 1))

    assert words[1] == "The annual cost is £1,500 for all schools. VAT is added from 2022."


def test_only_the_office_sets_one_up_by_hand(db, now, office, head):
    periods.create_period(name="2024–26", starts_on=date(2024, 4, 1), by=office, now=now)

    with pytest.raises(WrongPerson):
        periods.create_period(name="2026–28", starts_on=date(2026, 4, 1), by=head, now=now)
