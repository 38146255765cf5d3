"""One signature for several schools: each its own membership, agreement and mails."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Membership
from members.services import signing_for_trust
from members.states import MembershipState
from tests.factories.members import SchoolFactory
from tests.factories.sessions import client_of
from tests.members.joining.conftest import prepare, sign


@pytest.fixture
def second(prepared, trust_signatory, school, office, now):
    """Another school of the trust, as ready as the first."""
    return prepare(SchoolFactory.create(name="Colne Park School", trust=school.trust), office, now)


@pytest.fixture
def page(school, second):
    return reverse("members:trust_schools", args=[school.trust_id])


def boxes(client, page):
    return [value for value, _ in client.get(page).context["form"].fields["schools"].choices]


def typed(boxes):
    return {"schools": boxes, "name": "Tara Trust", "title": "Chief executive", "commits": "on"}


def test_it_says_how_far_each_school_is(page, trust_signatory, school):
    SchoolFactory.create(name="Colne New School", trust=school.trust)

    text = client_of(trust_signatory).get(page).content.decode()

    assert text.count("Ready to sign") == 2
    assert "Not started" in text
    assert "Colne Park School joins the Hillingdon Learning Partnership" in text


def test_ticked_schools_are_signed_each_for_itself(
    page, prepared, second, trust_signatory, post, agreement_work
):
    client = client_of(trust_signatory)

    answer = client.post(page, typed(boxes(client, page)), follow=True)

    text = answer.content.decode()
    assert "Bourne Lane Primary School has joined." in text
    assert "Colne Park School has joined." in text
    states = Membership.objects.values_list("state", "signed_name", "signed_title")
    assert set(states) == {(MembershipState.ACTIVE, "Tara Trust", "Chief executive")}
    assert agreement_work().count() == 2
    assert len([m for m in post() if m.subject.endswith("has joined")]) == 2
    assert {m.signed_by for m in Membership.objects.all()} == {trust_signatory}


def test_what_is_not_ticked_is_not_signed(page, prepared, second, trust_signatory):
    client = client_of(trust_signatory)
    [first, _] = boxes(client, page)

    client.post(page, typed([first]))

    assert Membership.objects.filter(state=MembershipState.DRAFT).get() == second


def test_one_refused_holds_up_no_other_and_says_why(
    prepared, second, trust_signatory, head, school, now
):
    sign(prepared, head, now)

    outcomes = signing_for_trust.sign_all(
        shown={prepared.pk: "", second.pk: ""},
        trust=school.trust,
        by=trust_signatory,
        name="Tara Trust",
        title="Chief executive",
        now=now,
    )

    assert ["already signed by Hanna Head" in o.refusal for o in outcomes] == [True, False]
    assert outcomes[1].membership.state == MembershipState.ACTIVE


def test_changed_words_are_not_signed(page, second, trust_signatory, period, school, now):
    client = client_of(trust_signatory)
    seen = boxes(client, page)
    period.payment_days = 14
    period.save()

    client.post(page, typed(seen))

    assert not Membership.objects.exclude(state=MembershipState.DRAFT).exists()


def test_schools_of_other_trusts_cannot_be_slipped_in(
    page, prepared, second, trust_signatory, other_school, office, now, school
):
    other = prepare(other_school, office, now)

    outcomes = signing_for_trust.sign_all(
        shown={other.pk: ""},
        trust=school.trust,
        by=trust_signatory,
        name="T",
        title="T",
        now=now,
    )

    assert outcomes == []
    other.refresh_from_db()
    assert other.state == MembershipState.DRAFT


@pytest.mark.parametrize("who", ["head", "other_head", "stranger", "finance"])
def test_nobody_else_sees_the_page(request, page, who):
    assert client_of(request.getfixturevalue(who)).get(page).status_code == 404


def test_the_office_reads_it_and_signs_nothing(page, office):
    assert client_of(office).get(page).context["form"] is None


def test_a_large_trust_costs_no_more_queries(page, trust_signatory, school, office, now):
    client = client_of(trust_signatory)
    client.get(page)
    costs = []

    for more in (1, 10):
        for number in range(more):
            name = f"Colne School {more} {number}"
            prepare(SchoolFactory.create(name=name, trust=school.trust), office, now)
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        costs.append(len(seen))

    assert costs[0] == costs[1] <= 20
