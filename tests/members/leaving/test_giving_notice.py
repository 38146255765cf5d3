"""A head gives notice and reads in pounds what it costs; until the last day the school belongs."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from hlp.kit.access import WrongPerson
from hlp.kit.states import WrongMoment, WrongState
from members import owing
from members.models import Membership, Waiver
from members.services import leaving
from members.states import EndReason, MembershipState
from tests.factories.sessions import client_of

SEPTEMBER, LAST_DAY = date(2022, 9, 30), date(2023, 3, 31)


def parts(day):
    return {"last_day-day": day.day, "last_day-month": day.month, "last_day-year": day.year}


def give_notice(member, by, now, last_day=SEPTEMBER):
    return leaving.give_notice(membership=member, last_day=last_day, by=by, now=now)


def waive(member, by, now, **more):
    return leaving.waive(
        membership=member,
        decided_on=date(2022, 3, 1),
        minute_reference="2022-03/7",
        by=by,
        now=now,
        **more,
    )


def test_the_page_says_what_leaving_costs_before_anything_changes(member, head, url):
    client = client_of(head)
    assert "What is the school’s last day" in client.get(url("leave")).content.decode()

    text = client.get(url("leave"), parts(SEPTEMBER)).content.decode()

    assert "30 September 2022" in text
    assert "£1,500.00" in text
    assert "Up to £1,500.00" in text
    assert "unless the Partnership Board waives it" in text
    member.refresh_from_db()
    assert member.state == MembershipState.ACTIVE


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 2, 28), "must be today or later"),
        (date(2024, 4, 1), "ends with the period on 31 March 2024"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(member, head, url, day, words):
    assert words in client_of(head).get(url("leave"), parts(day)).content.decode()


def test_the_head_gives_notice_and_everybody_concerned_is_told(member, head, url, post):
    client = client_of(head)

    unsure = client.post(url("leave"), {"last_day": "2022-09-30"})
    assert "Tick the box" in unsure.content.decode()
    client.post(url("leave"), {"last_day": "2022-09-30", "sure": "on"})

    member.refresh_from_db()
    assert (member.state, member.leaves_on) == (MembershipState.LEAVING, SEPTEMBER)
    assert member.notice_by == head
    told = {m.to for m in post() if m.subject.endswith("leaves on 30 September 2022")}
    assert {"hanna.head@example.org", "finance@bourne.example", "office@bourne.example"} <= told
    [letter] = [m for m in post("finance@bourne.example") if "leaves on" in m.subject]
    assert "Year 2: up to £1,500.00 is owed, invoiced in April 2023." in letter.text
    assert "Take the notice back" in client.get(url("school_detail")).content.decode()


@pytest.mark.parametrize("who", ["business_manager", "teacher", "other_head", "clerk", "finance"])
def test_nobody_else_gives_notice(request, member, now, who, url):
    person = request.getfixturevalue(who)

    assert client_of(person).get(url("leave")).status_code == 404
    with pytest.raises(WrongPerson):
        give_notice(member, person, now)


def test_the_office_records_a_notice_and_a_trust_s_signatory_gives_one(
    member, office, trust_signatory, now
):
    give_notice(member, office, now)
    leaving.stay(membership=member, by=trust_signatory, now=now)

    assert give_notice(member, trust_signatory, now).notice_by == trust_signatory


def test_a_notice_is_given_once(member, head, now):
    give_notice(member, head, now)

    with pytest.raises(WrongState):
        give_notice(member, head, now)


def test_leaving_counts_as_member_until_it_ends(member, head, now, period, post):
    give_notice(member, head, now)
    member.refresh_from_db()
    assert member.is_committed
    last_moment = now.replace(month=9, day=30, hour=22, minute=59)  # 23:59 in London

    assert leaving.end_due(now=last_moment) == 0
    assert leaving.end_due(now=last_moment + timedelta(minutes=1)) == 1
    assert leaving.end_due(now=last_moment + timedelta(minutes=1)) == 0

    member.refresh_from_db()
    assert (member.state, member.ended_because) == (MembershipState.ENDED, EndReason.LEFT)
    assert member.ended_on == SEPTEMBER
    assert len([m for m in post("finance@bourne.example") if "has left" in m.subject]) == 1


def test_memberships_end_with_their_period(member, now):
    assert leaving.end_due(now=now.replace(year=2024, month=3, day=31)) == 0
    assert leaving.end_due(now=now.replace(year=2024, month=4, day=1)) == 1

    member.refresh_from_db()
    assert (member.ended_on, member.ended_because) == (date(2024, 3, 31), EndReason.OVER)


def test_a_notice_can_be_taken_back_until_the_last_day(member, head, now, url):
    give_notice(member, head, now)

    client_of(head).post(url("stay"))

    member.refresh_from_db()
    assert (member.state, member.leaves_on, member.notice_by) == (
        MembershipState.ACTIVE,
        None,
        None,
    )
    give_notice(member, head, now, last_day=date(2022, 3, 2))
    with pytest.raises(WrongMoment, match="left on 2 March 2022"):
        leaving.stay(membership=member, by=head, now=now + timedelta(days=5))


# The board's waiver


def test_the_board_s_waiver_is_recorded_with_its_minute(member, head, office, now, clock, post):
    give_notice(member, head, now)
    client = client_of(office)
    page = f"/office/memberships/{member.pk}/waive/"
    date_ = {"decided_on-day": "1", "decided_on-month": "3", "decided_on-year": "2022"}

    missing = client.post(page, date_)
    assert "Enter the minute reference" in missing.content.decode()
    client.post(page, date_ | {"minute_reference": "2022-03/7"})

    assert owing.waived(member) == {2}
    shown = client.get(f"/office/memberships/{member.pk}/").content.decode()
    assert "Year 2 waived, 1 March 2022, minute 2022-03/7" in shown
    assert any("decision of the board" in m.subject for m in post("finance@bourne.example"))


def test_a_waiver_is_taken_back_by_another_decision_never_by_a_change(member, head, office, now):
    give_notice(member, head, now)
    waive(member, office, now)
    with pytest.raises(leaving.NothingToWaive):
        waive(member, office, now)

    waive(member, office, now, is_waived=False)

    assert owing.waived(member) == frozenset()
    assert Waiver.objects.count() == 2
    for change in (Waiver.objects.all().delete, lambda: Waiver.objects.update(is_waived=True)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_waiver_does_not_outlive_the_notice_it_was_for(member, head, office, now):
    noticed = give_notice(member, head, now)
    waive(noticed, office, now)
    stays = leaving.stay(membership=noticed, by=head, now=now)

    leaves = give_notice(stays, head, now + timedelta(days=100), last_day=LAST_DAY)

    year_2 = leaves.period.years.get(number=2)
    assert owing.waived(leaves) == frozenset()
    assert owing.does_owe(leaves, year_2)
    assert Membership.objects.filter(owing.owes(year_2)).get() == leaves
    waive(leaves, office, now + timedelta(days=101))
    assert not Membership.objects.filter(owing.owes(year_2)).exists()


def test_only_a_leaver_is_let_off_and_only_the_office_records_it(member, head, office, now, url):
    with pytest.raises(leaving.NotLeaving):
        waive(member, office, now)
    give_notice(member, head, now)

    with pytest.raises(WrongPerson):
        waive(member, head, now)
    assert client_of(head).get(f"/office/memberships/{member.pk}/waive/").status_code == 404


# A sign-up nobody has signed


def test_a_sign_up_is_withdrawn_and_started_again_where_it_was(prepared, head, url, office):
    client = client_of(head)
    assert "owes nothing" in client.get(url("join_withdraw")).content.decode()

    client.post(url("join_withdraw"))

    prepared.refresh_from_db()
    assert prepared.state == MembershipState.WITHDRAWN
    assert "Start it again" in client.get(url("join_school")).content.decode()
    assert client.get(url("join_contacts")).status_code == 404
    assert client.get(url("join_check"))["Location"] == url("join_school")
    client.post(url("join_again"))
    prepared.refresh_from_db()
    assert (prepared.state, prepared.head_name) == (MembershipState.DRAFT, "Hanna Head")


def test_a_signed_membership_is_not_withdrawn(member, head, url):
    assert client_of(head).get(url("join_withdraw")).status_code == 404
    with pytest.raises(WrongState):
        leaving.withdraw(membership=member, by=head, now=member.signed_at)
