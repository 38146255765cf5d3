"""Terms of reference and policies: by version, for all or for members, from a file looked into."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Policy
from members.services import policies
from members.states import PolicyReaders
from tests.factories.policies import A_PDF, policy
from tests.factories.sessions import client_of

LIST = reverse("members:policy_list")


def typed(**changes):
    return {
        "title": "Terms of reference of the board",
        "version": "1.0",
        "dated_on-day": "21",
        "dated_on-month": "3",
        "dated_on-year": "2022",
        "readers": "public",
        "file": SimpleUploadedFile("Terms of reference.pdf", A_PDF),
        **changes,
    }


def test_the_office_publishes_and_everybody_reads(client, office):
    client_of(office).post(reverse("members:publish_policy"), typed())

    row = Policy.objects.get()
    text = client.get(LIST).content.decode()
    assert "Terms of reference of the board" in text
    assert "21 March 2022" in text
    answer = client.get(reverse("members:policy_file", args=[row.pk]))
    assert answer.content == A_PDF
    assert 'filename="Terms of reference.pdf"' in answer.headers["Content-Disposition"]


def test_only_a_pdf_is_taken(office):
    page = client_of(office).post(
        reverse("members:publish_policy"),
        typed(file=SimpleUploadedFile("terms.pdf", b"<script>alert(1)</script>")),
    )

    assert page.context["form"].errors == {"file": ["The file must be a PDF"]}
    assert not Policy.objects.exists()


def test_a_version_is_published_once(office):
    client = client_of(office)
    client.post(reverse("members:publish_policy"), typed())

    page = client.post(reverse("members:publish_policy"), typed())

    assert "is there already" in page.content.decode()
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "sees"), [("head", True), ("board_member", True), ("stranger", False)]
)
def test_what_is_for_members_is_hidden_from_others(request, client, office, who, sees):
    row = policy(office, readers=PolicyReaders.MEMBERS)
    url = reverse("members:policy_file", args=[row.pk])

    person = client_of(request.getfixturevalue(who))

    assert (person.get(url).status_code == 200) == sees
    assert ("Terms of reference</h2>" in person.get(LIST).content.decode()) == sees
    assert client.get(url).status_code == 404


def test_a_withdrawn_version_is_the_office_s_alone_and_comes_back(client, office):
    row = policy(office)
    button = reverse("members:show_policy", args=[row.pk])

    client_of(office).post(button, {"is_shown": "no"})
    assert client.get(reverse("members:policy_file", args=[row.pk])).status_code == 404
    client_of(office).post(button, {"is_shown": "yes"})

    assert client.get(reverse("members:policy_file", args=[row.pk])).status_code == 200


def test_versions_stand_under_one_title_newest_first(client, office, now):
    policy(office, version="1")
    policies.publish(
        title="Terms of reference",
        version="2",
        dated_on=now.date().replace(year=2099),
        readers=PolicyReaders.PUBLIC,
        file=policies.Upload(A_PDF, "t.pdf", "application/pdf"),
        by=office,
        now=now,
    )

    [(title, versions)] = client.get(LIST).context["titles"]

    assert title == "Terms of reference"
    assert [row.version for row in versions] == ["2", "1"]
