"""What lead schools, their heads and the office do with a programme."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from hlp.kit import clock
from members.states import PortalRole, SchoolRole
from programmes import mechanisms
from programmes.models import OutreachContact, Programme
from programmes.services import leading, opening, outreach, planning
from programmes.states import (
    CommitmentKind,
    ContactOutcome,
    ContactWay,
    Mechanism,
    ProgrammeState,
)
from tests.factories import board, cast, programmes
from tests.factories.members import SchoolFactory
from tests.factories.sessions import client_of
from tests.programmes import seen

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 11, 1, 12, tzinfo=UTC)


def test_the_office_opens_one_by_hand_and_it_begins_as_a_draft():
    made = programmes.programme(state=ProgrammeState.DRAFT)

    assert made.state == ProgrammeState.DRAFT
    assert made.commitments.filter(kind=CommitmentKind.ENGAGEMENT).count() == 6


def test_two_of_a_title_in_a_period_are_refused():
    made = programmes.programme()

    with pytest.raises(opening.WrongProgramme, match="of that title"):
        programmes.programme(title=made.title)


def test_moving_the_last_day_moves_what_is_due_on_it_and_keeps_what_the_board_accepted():
    made = programmes.programme()

    planning.change_dates(
        programme=made,
        from_on=made.from_on,
        to_on=date(2023, 4, 2),
        by=programmes.office(),
        now=NOW,
    )

    learning = made.commitments.get(kind=CommitmentKind.LEARNING_EVENT)
    assert learning.due_on == date(2023, 4, 2)
    assert made.commitments.filter(kind=CommitmentKind.ENGAGEMENT).count() == 4


def test_a_programme_that_is_shown_keeps_its_words():
    made = programmes.programme()

    with pytest.raises(planning.WrongDates, match="has to say what it is"):
        planning.describe_programme(
            programme=made,
            about=" ",
            outcome="",
            certificate_waits_for_feedback=False,
            by=programmes.lead(made),
            now=NOW,
        )


def test_another_schools_cpd_lead_neither_plans_nor_sees_a_draft():
    made = programmes.programme(state=ProgrammeState.DRAFT)
    other = cast.at_school("Olu Other", board.member(), SchoolRole.CPD_LEAD)

    assert not other.has_perm("programmes.plan_programme", made)
    assert list(Programme.objects.visible_to(other)) == []
    assert list(Programme.objects.visible_to(programmes.lead(made))) == [made]


def test_the_head_of_a_lead_school_names_a_colleague_who_plans_from_then_on():
    made = programmes.programme()
    lead = made.leads.get()
    colleague = cast.at_school("Cora Colleague", lead.school, SchoolRole.STAFF)
    head = programmes.head(lead.school)
    assert not colleague.has_perm("programmes.plan_programme", made)

    held = leading.name(lead=lead, person=colleague, by=head, now=NOW)

    assert held.role == PortalRole.PROGRAMME_LEAD
    assert colleague.has_perm("programmes.plan_programme", made)
    leading.end(lead=lead, held=held, by=head, now=NOW)
    colleague.forget_standing()
    assert not colleague.has_perm("programmes.plan_programme", made)


def test_a_programme_lead_who_leaves_the_school_plans_no_longer():
    made = programmes.programme()
    lead = made.leads.get()
    colleague = cast.at_school("Cora Colleague", lead.school, SchoolRole.STAFF)
    leading.name(lead=lead, person=colleague, by=programmes.head(lead.school), now=NOW)
    post = colleague.affiliations.get()
    post.to_on = clock.today() - timedelta(days=1)
    post.save()

    colleague.forget_standing()

    assert not colleague.has_perm("programmes.plan_programme", made)


def test_somebody_of_another_school_cannot_be_named():
    made = programmes.programme()
    lead = made.leads.get()
    stranger = cast.at_school("Sid Elsewhere", SchoolFactory.create(), SchoolRole.STAFF)

    with pytest.raises(leading.NotOfTheSchool):
        leading.name(lead=lead, person=stranger, by=programmes.head(lead.school), now=NOW)


def test_check_17_a_programme_without_embedding_is_advised_and_not_stopped():
    made = programmes.programme()
    given = {"mechanisms": [Mechanism.KNOWLEDGE, Mechanism.TECHNIQUES]}
    events = [seen.event(made, date(2022, 10, 4), **given)]  # type: ignore[arg-type]

    counts = {row.mechanism: row.count for row in mechanisms.advice(events)}

    assert counts == {
        Mechanism.KNOWLEDGE: 1,
        Mechanism.MOTIVATION: 0,
        Mechanism.TECHNIQUES: 1,
        Mechanism.PRACTICE: 0,
    }
    url = reverse("programmes:plan", kwargs={"programme_id": made.pk})
    page = client_of(programmes.lead(made)).get(url).content.decode()
    assert "None yet</strong> Embeds practice" in " ".join(page.split())


def log(made, *schools, on=date(2022, 10, 20), outcome=ContactOutcome.INTERESTED):
    return outreach.log_contact(
        programme=made,
        schools=schools,
        on=on,
        way=ContactWay.EMAIL,
        outcome=outcome,
        by=programmes.lead(made),
        now=NOW,
    )


def test_check_23_every_school_that_may_join_stands_in_the_log_with_its_last_outcome():
    made = programmes.programme()
    spoken, silent = SchoolFactory.create(name="Acorn School"), SchoolFactory.create(name="Birch")
    SchoolFactory.create(la_code="313", name="Cedar of another borough")
    log(made, spoken, on=date(2022, 10, 3), outcome=ContactOutcome.NO_ANSWER)
    log(made, spoken)
    client = client_of(programmes.lead(made))
    url = reverse("programmes:outreach", kwargs={"programme_id": made.pk})

    everybody = client.get(url).content.decode()
    none_yet = client.get(url, {"outcome": "none"}).content.decode()

    assert all(name in everybody for name in (spoken.name, silent.name))
    assert "Cedar" not in everybody
    assert "20 October 2022" in everybody
    assert silent.name in none_yet
    assert spoken.name not in none_yet


def test_a_letter_to_many_is_written_down_at_once():
    made = programmes.programme()
    schools = SchoolFactory.create_batch(3)
    client = client_of(programmes.lead(made))
    query = "&".join(f"school={school.pk}" for school in schools)
    url = reverse("programmes:log_contacts", kwargs={"programme_id": made.pk})

    answer = client.post(
        f"{url}?{query}",
        {
            "on-day": "1",
            "on-month": "10",
            "on-year": "2022",
            "way": ContactWay.LETTER,
            "outcome": ContactOutcome.NO_ANSWER,
            "note": "",
        },
    )

    assert answer.status_code == 302
    assert OutreachContact.objects.filter(programme=made).count() == 3


def test_a_contact_is_written_down_when_it_has_taken_place():
    made = programmes.programme()

    with pytest.raises(outreach.WrongContact, match="taken place"):
        log(made, SchoolFactory.create(), on=date(2023, 1, 1))


def test_the_outreach_list_costs_the_same_for_few_and_many(django_assert_max_num_queries):
    made = programmes.programme()
    client = client_of(programmes.lead(made))
    url = reverse("programmes:outreach", kwargs={"programme_id": made.pk})
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    log(made, *SchoolFactory.create_batch(40))

    with django_assert_max_num_queries(len(few)):
        client.get(url)
