"""Reading much, correcting little, deleting nothing; roles only through their services."""

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.uploads import Upload
from members import models
from members.services import announcing, inviting, policies
from members.states import Audience, PolicyReaders, PortalRole, SchoolRole
from tests.factories.members import (
    ClaimFactory,
    CommitmentTextFactory,
    MembershipFactory,
    TrustFactory,
    UserFactory,
    give_second_factor,
)

PACKAGES = {"account", "admin", "auditlog", "auth", "mfa", "sessions", "socialaccount"} | {
    "usersessions"
}
# A handful of rows in all.
FEW = {"members.period", "members.rosterimport", "members.commitmenttext"}
MEMBERS = [model for model in admin.site._registry if model._meta.app_label == "members"]


@pytest.fixture
def rows(head, school, other_school, office, period):
    """One row of each model."""
    now = clock.now()
    CommitmentTextFactory.create(period=period)
    membership = MembershipFactory.create(school=school, period=period)
    models.MembershipYear.objects.create(
        period=period,
        number=1,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        invoice_on=period.starts_on,
    )
    models.MembershipSuccession.objects.create(
        membership=membership, predecessor=school, successor=other_school, recorded_at=now
    )
    models.SchoolLink.objects.create(predecessor=school, successor=other_school, kind="Successor")
    models.RosterImport.objects.create(file_name="x.csv", sha256="0", started_at=now, report={})
    models.Contact.objects.create(
        school=school,
        role=SchoolRole.HEADTEACHER,
        name="Hanna",
        email="h@x.example",
        imported_at=now,
    )
    inviting.invite(
        school=school,
        role=SchoolRole.HEADTEACHER,
        name="H",
        email="h@x.example",
        by=office,
        now=now,
    )
    models.Enquiry.objects.create(name="Ann", email="ann@x.example", question="When?", asked_at=now)
    models.Chase.objects.create(
        school=school, period=period, stage="started", sent_at=now, sent_by=office
    )
    announcing.write(
        period=period, subject="S", body="B", audience=Audience.HEADS, by=office, now=now
    )
    policies.publish(
        title="Terms",
        version="1",
        dated_on=clock.today(),
        readers=PolicyReaders.PUBLIC,
        file=Upload(b"%PDF-1.7\n%%EOF\n", "terms.pdf", "application/pdf"),
        by=office,
        now=now,
    )
    ClaimFactory.create(school=school)
    TrustFactory.create()


def url(model, page, *args):
    return reverse(f"admin:members_{model._meta.model_name}_{page}", args=args)


def test_every_model_of_members_has_a_page():
    ours = {m for m in vars(models).values() if isinstance(m, type)}

    shown_with_another = {models.MembershipYear, models.Answer, models.Waiver}
    assert ours - set(MEMBERS) == shown_with_another


@pytest.mark.parametrize("model", MEMBERS)
def test_lists_searches_and_pages_open_and_nothing_can_be_deleted(client, rows, office, model):
    client.force_login(office)
    row = model.objects.first()

    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "changelist") + "?q=x").status_code == 200
    page = client.get(url(model, "change", row.pk))
    assert page.status_code == 200
    assert "style=" not in page.text
    assert "<script>" not in page.text
    assert client.get(url(model, "history", row.pk)).status_code == 200
    assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(url(model, "changelist")).text


OFFICE_ONLY = [
    model for model in MEMBERS if getattr(admin.site._registry[model], "office_only", False)
]


@pytest.mark.parametrize("model", OFFICE_ONLY)
def test_the_clerk_does_not_see_what_the_office_alone_decides(client, rows, clerk, model):
    clerk.is_staff = True
    clerk.save()
    client.force_login(clerk)

    assert client.get(url(model, "changelist")).status_code == 403


@pytest.mark.parametrize("model", [model for model in MEMBERS if model not in OFFICE_ONLY])
def test_the_clerk_only_reads(client, rows, clerk, model):
    clerk.is_staff = True
    clerk.save()
    client.force_login(clerk)
    row = model.objects.first()

    page = client.get(url(model, "change", row.pk))

    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert client.post(url(model, "change", row.pk), {}).status_code == 403


def test_others_find_no_back_room(client, rows, head):
    client.force_login(head)

    answer = client.get(url(models.School, "changelist"))

    assert answer.status_code == 302


def test_a_superuser_looks_but_has_no_powers(client, rows, db):
    root = UserFactory.create(is_staff=True, is_superuser=True)
    give_second_factor(root)
    client.force_login(root)

    assert client.get(url(models.Membership, "changelist")).status_code == 200
    assert client.get(url(models.RoleHeld, "add")).status_code == 403
    for power in ("approve_claim", "invite", "grant_role", "verify_membership", "sign_membership"):
        assert not root.has_perm(f"members.{power}")
    assert client.get(reverse("members:claim_list")).status_code == 404


def test_powers_flags_and_addresses_of_a_person_are_not_edited_here(client, office, head):
    client.force_login(office)
    before = models.User.objects.values().get(pk=head.pk)

    client.post(
        url(models.User, "change", head.pk),
        {"name": "Hanna Corrected", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
        | {"email": "mine@x.example", "password": "x"}
        | {
            f"{inline}-{part}_FORMS": "0"
            for inline in ("affiliations", "roles_held")
            for part in ("TOTAL", "INITIAL")
        },
    )

    after = models.User.objects.values().get(pk=head.pk)
    assert after == before | {"name": "Hanna Corrected"}


def test_a_role_is_granted_through_the_service(client, office, stranger):
    client.force_login(office)
    form = {
        "user": stranger.pk,
        "role": PortalRole.FINANCE.value,
        "from_on": "2022-01-01",
        "reason": "",
    }

    client.post(url(models.RoleHeld, "add"), form)
    held = stranger.roles_held.get()
    again = client.post(url(models.RoleHeld, "add"), form)
    own = client.post(url(models.RoleHeld, "add"), form | {"user": office.pk})
    trust = client.post(url(models.RoleHeld, "add"), form | {"role": "trust_signatory"})

    assert (held.role, held.granted_by) == (PortalRole.FINANCE, office)
    assert "is already" in again.text
    assert "You cannot change your own roles" in own.text
    assert "Name the trust" in trust.text
    assert models.RoleHeld.objects.count() == 2  # finance, and the office's own


def test_roles_and_posts_end_by_an_action(client, office, office2, head):
    client.force_login(office)
    held, post = office2.roles_held.get(), head.affiliations.get()

    client.post(
        url(models.RoleHeld, "changelist"), {"action": "end_today", "_selected_action": [held.pk]}
    )
    client.post(
        url(models.Affiliation, "changelist"),
        {"action": "end_today", "_selected_action": [post.pk]},
    )

    held.refresh_from_db()
    post.refresh_from_db()
    assert held.to_on == post.to_on == clock.today()


def test_a_lost_second_factor_is_removed_and_told(client, office, finance, post):
    theirs = type(client)()
    theirs.force_login(finance)
    theirs.get(reverse("home"))
    client.force_login(office)
    remove = {"action": "remove_second_factor", "_selected_action": [finance.pk, office.pk]}

    client.post(url(models.User, "changelist"), remove)

    assert not Authenticator.objects.filter(user=finance).exists()
    assert Authenticator.objects.filter(user=office).exists()
    assert theirs.get(reverse("home")).url.startswith(reverse("account_login"))
    (letter,) = post(finance.email)
    assert letter.subject == "Your second factor was removed"
    assert "signed you out everywhere" in letter.text


def test_a_published_period_is_not_edited(client, office, period):
    client.force_login(office)

    assert 'name="_save"' not in client.get(url(models.Period, "change", period.pk)).text
    models.Period.objects.update(is_published=False)
    assert 'name="_save"' in client.get(url(models.Period, "change", period.pk)).text


def test_the_history_tells_who_did_what_and_hides_personal_text(client, office, head):
    client.force_login(office)
    client.post(url(models.User, "changelist"), {})

    page = client.get(url(models.User, "history", head.pk)).text

    assert "create" in page
    assert head.email not in page.split("<table>")[1]


# Pages of the portal, or rows that are part of another's page.
WITHOUT_A_PAGE = {
    "kit.attachment": "with its message",
    "kit.reminderswitch": "switched on the office's page of reminders",
    "members.membershipyear": "with its period",
    "members.answer": "with its enquiry",
    "members.waiver": "with its membership",
}


def test_every_model_of_ours_can_be_found_and_searched():
    ours = {m for m in apps.get_models() if m._meta.app_label in ("kit", "members")}
    shown = {inline.model for page in admin.site._registry.values() for inline in page.inlines}
    lost = {m._meta.label_lower for m in ours - set(admin.site._registry) - shown}

    assert lost <= set(WITHOUT_A_PAGE)
    for model in ours & set(admin.site._registry):
        page = admin.site._registry[model]
        assert page.ordering, model
        assert page.search_fields or page.list_filter or model._meta.label_lower in FEW, model


def test_no_page_of_a_package_changes_what_services_guard():
    left = {m._meta.label_lower for m in admin.site._registry if m._meta.app_label in PACKAGES}

    assert left == {"auditlog.logentry"}
