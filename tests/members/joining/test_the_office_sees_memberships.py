"""The office's list of memberships, one membership's page, and the directory everyone may read."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hlp.kit.uploads import Upload
from members.models import MembershipSuccession
from members.services import signing
from members.states import MembershipState, Phase
from tests.factories.members import InvitationFactory, MembershipFactory, SchoolFactory
from tests.factories.sessions import client_of
from tests.members.joining.conftest import prepare, sign

A_PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def paper(period, other_school, office, now):
    """Signed on paper, to be verified."""
    return signing.record_paper(
        membership=prepare(other_school, office, now),
        by=office,
        name="Omar Head",
        title="Headteacher",
        signed_on=date(2022, 2, 28),
        now=now,
    )


def listed(office, **query):
    page = client_of(office).get(reverse("members:membership_list"), query)
    return [membership.school.name for membership in page.context["page"]]


def test_it_finds_by_state_name_and_urn(member, paper, office):
    both = ["Bourne Lane Primary School", "Uxbridge Moor School"]

    assert listed(office) == both
    assert listed(office, state="signed") == ["Uxbridge Moor School"]
    assert listed(office, q="bourne") == ["Bourne Lane Primary School"]
    assert listed(office, q=str(member.school_id)) == ["Bourne Lane Primary School"]
    assert listed(office, q="bourne", state="signed") == []
    assert listed(office, state="nonsense") == both


def test_it_counts_how_far_the_schools_are(member, paper, period, office, now):
    MembershipFactory.create(period=period)
    InvitationFactory.create_batch(2, expires_at=now.replace(year=2023))
    InvitationFactory.create(school=member.school, expires_at=now.replace(year=2023))
    InvitationFactory.create(expires_at=now)

    page = client_of(office).get(reverse("members:membership_list"))

    figures = {stat.label: stat.figure for stat in page.context["stats"]}
    assert figures == {
        "invited, not started": 2,
        "started": 1,
        "signed, to verify": 1,
        "members": 1,
    }


def test_before_any_period_it_is_empty(office):
    assert listed(office) == []


def test_one_membership_s_page_tells_its_history(member, head, office):
    page = client_of(office).get(reverse("members:membership_detail", args=[member.pk]))

    told = [(event.who, event.what) for event in page.context["history"]]
    assert told == [
        ("Hanna Head", "Became a member"),
        ("Hanna Head", "Signed"),
        ("Hanna Head", "Read the commitment"),
        (
            "Hanna Head",
            "Changed email for invoices, purchase order number, name on the invoice,"
            " invoice address",
        ),
        (
            "Hanna Head",
            "Changed headteacher's name, headteacher's email, business manager name,"
            " business manager email, school office email",
        ),
        ("Hanna Head", "Started"),
    ]


def test_it_tells_which_school_carries_it_on(member, other_school, office, now):
    MembershipSuccession.objects.create(
        membership=member,
        predecessor=member.school,
        successor=other_school,
        took_effect_on=date(2022, 9, 1),
        recorded_at=now,
    )

    page = client_of(office).get(reverse("members:membership_detail", args=[member.pk]))

    text = " ".join(page.content.decode().split())
    assert f"From Bourne Lane Primary School (URN {member.school_id})" in text
    assert "on 1 September 2022" in text


def test_a_second_person_of_the_office_verifies_what_came_on_paper(paper, office, office2):
    url = reverse("members:membership_detail", args=[paper.pk])
    own = client_of(office).get(url).content.decode()
    assert "Verify this membership" not in own
    assert "Another person of the office" in own
    client = client_of(office2)
    assert "Verify this membership" in client.get(url).content.decode()

    client.post(reverse("members:verify_membership", args=[paper.pk]))

    paper.refresh_from_db()
    assert paper.state == MembershipState.ACTIVE
    after = client.get(url).content.decode()
    assert "Uxbridge Moor School is now a member." in after
    assert "Verify this membership" not in after


def test_the_clerk_reads_and_changes_nothing(paper, clerk):
    client = client_of(clerk)

    page = client.get(reverse("members:membership_detail", args=[paper.pk]))

    assert page.status_code == 200
    assert page.context["actions"] == []
    assert client.post(reverse("members:verify_membership", args=[paper.pk])).status_code == 404


def test_the_office_records_a_signature_on_paper(prepared, office):
    client = client_of(office)
    url = reverse("members:record_paper", args=[prepared.pk])
    typed = {"name": "Hanna Head", "title": "Headteacher"}
    day = {"signed_on-day": "28", "signed_on-month": "2", "signed_on-year": "2022"}

    def scan():
        return {"scan": SimpleUploadedFile("../Bourne signed.pdf", A_PDF)}

    none = client.post(url, typed | day)
    assert none.context["form"].errors == {"scan": ["Choose the scan of the signed paper"]}

    tomorrow = client.post(url, typed | day | scan() | {"signed_on-month": "3"})
    assert tomorrow.context["form"].errors == {
        "signed_on": ["The date on the paper must be today or in the past"]
    }
    client.post(url, typed | day | scan())

    prepared.refresh_from_db()
    assert prepared.state == MembershipState.SIGNED
    again = client.post(url, typed | day | scan())
    assert "already signed by Hanna Head" in again.content.decode()


def test_the_scan_is_for_who_may_see_the_membership_and_comes_as_a_file(
    prepared, office, head, other_head, now
):
    signing.record_paper(
        membership=prepared,
        by=office,
        name="Hanna Head",
        title="Headteacher",
        signed_on=date(2022, 2, 28),
        now=now,
        scan=Upload(A_PDF, "Bourne signed.pdf", "application/pdf"),
    )
    url = reverse("members:paper", args=[prepared.pk])

    answer = client_of(head).get(url)

    assert answer.content == A_PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Bourne signed.pdf"'
    assert client_of(other_head).get(url).status_code == 404


@pytest.mark.parametrize("signed_on", [date(2022, 1, 31), date(2023, 1, 1)])
def test_a_paper_counts_by_its_own_date(prepared, office, now, signed_on):
    with pytest.raises(signing.WrongDate, match="from 1 February 2022 to 31 December 2022"):
        signing.record_paper(
            membership=prepared,
            by=office,
            name="Hanna Head",
            title="Headteacher",
            signed_on=signed_on,
            now=now.replace(year=2023),
        )


def test_a_paper_that_is_not_right_goes_back(paper, office2, now):
    signing.send_back(membership=paper, by=office2, now=now)

    paper.refresh_from_db()
    assert (paper.state, paper.signed_at, paper.paper) == (MembershipState.DRAFT, None, None)
    assert paper.head_name == "Hanna Head"


def test_an_unfinished_sign_up_cannot_be_recorded_and_says_what_is_missing(draft, office):
    page = client_of(office).get(reverse("members:membership_detail", args=[draft.pk]))

    action = page.context["actions"][0]
    assert action.label == "Record a signature on paper"
    assert action.closed.startswith("Before signing, add the headteacher's name")


def test_the_directory_names_members_and_their_phases_only(client, member, paper, period):
    special = SchoolFactory.create(name="Moorcroft School", phase=Phase.NOT_APPLICABLE)
    MembershipFactory.create(school=special, period=period)

    page = client.get(reverse("members:school_list"))

    text = page.content.decode()
    assert [school.name for school in page.context["page"]] == ["Bourne Lane Primary School"]
    assert str(member.school_id) not in text
    assert "Hanna" not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "bourne"}, 1),
        ({"q": "moor"}, 0),
        ({"phase": "Primary"}, 1),
        ({"phase": "Secondary"}, 0),
        ({"phase": "nonsense"}, 1),
    ],
)
def test_the_directory_is_filtered(client, member, query, found):
    page = client.get(reverse("members:school_list"), query)

    assert len(page.context["page"]) == found


def test_the_directory_is_there_before_any_period(client, db):
    assert client.get(reverse("members:school_list")).status_code == 200


@pytest.mark.parametrize("who", ["head", "teacher", "office", "clerk"])
def test_a_school_s_page_is_its_people_s_and_the_office_s(request, member, school, who):
    person = request.getfixturevalue(who)

    page = client_of(person).get(reverse("members:school_detail", args=[school.pk]))

    text = page.content.decode()
    assert "Hanna Head, headteacher, since 1 January 2020" in text
    assert "finance@bourne.example" in text
    assert ("Change" in text) == (who in {"head", "office"})


def test_a_trust_s_signatory_sees_its_schools(member, trust_signatory, school):
    page = client_of(trust_signatory).get(reverse("members:school_detail", args=[school.pk]))

    assert page.status_code == 200


def test_a_school_that_has_not_joined_is_shown_how(school, head, period):
    page = client_of(head).get(reverse("members:school_detail", args=[school.pk]))

    assert reverse("members:join_school", args=[school.pk]) in page.content.decode()


def test_two_schools_signing_do_not_see_each_other(member, paper, other_head, other_school):
    client = client_of(other_head)

    assert client.get(reverse("members:school_detail", args=[other_school.pk])).status_code == 200
    assert client.get(reverse("members:school_detail", args=[member.school_id])).status_code == 404


def test_signing_needs_no_paper_twice(paper, other_head, now):
    with pytest.raises(signing.AlreadySigned, match="by Omar Head on 28 February 2022"):
        sign(paper, other_head, now)
