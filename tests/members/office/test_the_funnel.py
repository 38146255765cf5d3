"""How far the schools are, in figures and names; the laggards are written to once in a week."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hlp.kit.access import WrongPerson
from members.models import Chase
from members.services import chasing, leaving
from members.states import FunnelStage, Phase, SchoolRole
from tests.factories.members import (
    AffiliationFactory,
    ContactFactory,
    InvitationFactory,
    SchoolFactory,
)
from tests.factories.sessions import client_of

FUNNEL = reverse("members:funnel")


@pytest.fixture
def invited(period, now):
    school = SchoolFactory.create(name="Invited School", phase=Phase.SECONDARY)
    InvitationFactory.create(
        school=school, email="ina@example.org", expires_at=now + timedelta(days=9)
    )
    return school


@pytest.fixture
def unheard(period):
    return SchoolFactory.create(name="Unheard School")


def listed(office, stage):
    page = client_of(office).get(FUNNEL, {"stage": stage})
    return [school.name for school in page.context["page"]]


def chase(office, now, stage=FunnelStage.STARTED, urns=None, period=None):
    return chasing.chase(period=period, stage=stage, urns=urns, by=office, now=now)


def test_every_school_stands_in_one_stage(member, invited, unheard, office, period, other_school):
    known = SchoolFactory.create(name="Known School")
    AffiliationFactory.create(school=known, role=SchoolRole.HEADTEACHER)
    SchoolFactory.create(name="Elsewhere", la_code="999")

    assert listed(office, "signed") == ["Bourne Lane Primary School"]
    assert listed(office, "invited") == ["Invited School", "Known School"]
    assert listed(office, "unheard") == ["Unheard School", "Uxbridge Moor School"]
    assert listed(office, "started") == []
    page = client_of(office).get(FUNNEL)
    figures = {stat.label: stat.figure for stat in page.context["stats"]}
    assert figures == {
        "signed": 1,
        "started": 0,
        "invited": 2,
        "not heard of": 2,
        "withdrawn or ended": 0,
    }


def test_the_chart_is_the_table_s_and_adds_up(member, invited, unheard, office, period):
    rows = {row.name: row for row in client_of(office).get(FUNNEL).context["phases"]}

    assert {name: row.total for name, row in rows.items()} == {
        "All schools": 3,
        "Primary": 2,
        "Secondary": 1,
    }
    primary = rows["Primary"]
    assert [bar.width for bar in primary.bars] == [50, 0, 0, 50, 0]
    assert [bar.start for bar in primary.bars] == [0, 50, 50, 50, 100]


def test_a_withdrawn_sign_up_is_chased_no_more(draft, head, office, now, period):
    leaving.withdraw(membership=draft, by=head, now=now)

    assert listed(office, "gone") == ["Bourne Lane Primary School"]
    with pytest.raises(chasing.NobodyToChase):
        chase(office, now, period=period)


def test_the_text_and_the_addresses_are_seen_before_anything_is_sent(draft, head, office, post):
    page = client_of(office).get(
        reverse("members:chase_preview"), {"stage": "started", "all": "yes"}
    )

    text = page.content.decode()
    assert "Sign up Bourne Lane Primary School by 18 March 2022" in text
    assert head.email in text
    assert "Send 1 email" in text
    assert post() == []


def test_a_school_is_written_to_once_in_seven_days(draft, head, office, now, post, period):
    client = client_of(office)
    asked = {"stage": "started", "school": [draft.school_id]}

    client.post(reverse("members:chase"), asked)
    client.post(reverse("members:chase"), asked)

    assert [m.subject for m in post(head.email)] == [
        "Sign up Bourne Lane Primary School by 18 March 2022"
    ]
    assert Chase.objects.count() == 1
    with pytest.raises(chasing.NobodyToChase, match="within the last seven days"):
        chase(office, now + timedelta(days=6, hours=23), period=period)
    chase(office, now + timedelta(days=7, seconds=1), period=period)
    assert len(post(head.email)) == 2


def test_who_was_invited_gets_a_new_link_that_works(invited, office, now, post, period):
    chase(office, now, FunnelStage.INVITED, period=period)

    [letter] = post("ina@example.org")
    assert "This is your personal link" in letter.text
    assert invited.invitations.open().count() == 1


def test_whom_the_school_invited_stays_invited_by_the_school(invited, office, now, period):
    invited.invitations.update(by_school=True)

    chase(office, now, FunnelStage.INVITED, period=period)

    assert invited.invitations.open().get().by_school


def test_a_school_not_heard_of_is_invited_from_the_contacts_on_file(
    unheard, office, now, post, period
):
    other = SchoolFactory.create(name="Silent School")
    ContactFactory.create(school=unheard, email="head@unheard.example")

    done = chase(office, now, FunnelStage.UNHEARD, period=period)

    assert [school.name for school, _ in done.going] == ["Unheard School"]
    assert done.no_address == [other]
    assert len(post("head@unheard.example")) == 1


def test_only_the_ticked_are_written_to(draft, head, unheard, office, now, period):
    with pytest.raises(chasing.NobodyToChase):
        chase(office, now, urns={unheard.pk}, period=period)


def test_the_clerk_reads_and_chases_nobody(draft, clerk, now, period):
    client = client_of(clerk)

    page = client.get(FUNNEL, {"stage": "started"})

    assert "Write to all" not in page.content.decode()
    assert client.get(reverse("members:chase_preview"), {"stage": "started"}).status_code == 404
    with pytest.raises(WrongPerson):
        chase(clerk, now, period=period)


def test_the_directory_shows_the_office_who_has_not_joined(member, unheard, office, head, period):
    url = reverse("members:school_list")

    def names(person, **query):
        return [school.name for school in client_of(person).get(url, query).context["page"]]

    assert names(office, which="others") == ["Unheard School"]
    assert names(office, which="all") == ["Bourne Lane Primary School", "Unheard School"]
    assert names(head, which="others") == ["Bourne Lane Primary School"]  # not theirs to ask
    assert names(head, group="maintained") == ["Bourne Lane Primary School"]
    assert names(head, group="academy") == []
