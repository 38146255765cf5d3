from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.urls import reverse

from hlp.kit import access, clock, outbox, privacy
from hlp.kit.models import OutboxMessage
from hlp.subject_access import erasing, finding
from hlp.subject_access.erasable import BLANKED, KEPT, REMOVED, WITH_THEIR_ROW
from members.models import Claim, Contact, Invitation, Membership
from members.services import claiming
from members.states import ClaimState, MembershipState, PortalRole, SchoolRole
from tests.factories.cast import in_partnership
from tests.factories.members import PASSWORD, AffiliationFactory, CommitmentTextFactory
from tests.factories.sessions import client_of


def undecided(models):
    """Personal fields, other than who did something, that erasure does not know about."""
    blanked = {f"{rule.label}.{name}" for rule in BLANKED for name in rule.values}
    for model in models:
        label = model._meta.label_lower
        if label in REMOVED or label in WITH_THEIR_ROW:
            continue
        for name in (privacy.of(model) or privacy.Privacy()).personal:
            # What a foreign key points to is decided there; a person keeps the number.
            elsewhere = model._meta.get_field(name).is_relation
            if not elsewhere and f"{label}.{name}" not in blanked | set(KEPT):
                yield f"{label}.{name}"


def test_it_is_decided_for_every_personal_field_what_becomes_of_it():
    """A new field goes into hlp/subject_access/erasable.py: blanked, removed, or kept and why."""
    assert list(undecided(privacy.all_models())) == []


def test_every_name_and_address_is_gone(dora, office, now, everything):
    assert "Dora" in everything()

    erasing.erase(user=dora, by=office, now=now)

    left = [line for line in everything().splitlines() if "dora" in line.lower()]
    kept = Membership.objects.get()
    assert len(left) == 1  # the signature
    assert (kept.signed_name, kept.signed_title) == ("Dora Departed", "Acting head")
    assert left[0].lower().count("dora") == 1


def test_others_keep_theirs(dora, office, now):
    erasing.erase(user=dora, by=office, now=now)

    membership = Membership.objects.get()
    assert (membership.head_name, membership.cpd_lead_name) == ("Hanna Head", "")
    assert membership.signed_by_id == dora.pk
    assert list(Contact.objects.values_list("email", flat=True)) == ["else@bourne.example"]
    texts = OutboxMessage.objects.order_by("key").values_list("text", flat=True)
    assert list(texts)[:3] == ["", "", "Somebody else says so too"]


def test_an_address_that_is_only_typed_reaches_nobody_elses_rows(dora, stranger, office, now):
    """Anybody may ask to change to any address; until it is confirmed it proves nothing."""
    EmailAddress.objects.create(user=stranger, email=dora.email, verified=False, primary=False)

    copied = [row for section in finding.sections(stranger) for row in section.rows]
    erasing.erase(user=stranger, by=office, now=now)

    assert dora.name not in str(copied)
    dora.refresh_from_db()
    assert Membership.objects.get().cpd_lead_name == dora.name
    assert Contact.objects.filter(email__iexact=dora.email).exists()


def test_the_person_can_no_longer_come_in_and_the_number_stays(client, dora, office, now):
    client.force_login(dora)
    client.get(reverse("home"))

    erasing.erase(user=dora, by=office, now=now)

    assert client.get(reverse("home")).status_code == 302
    answer = client.post(
        reverse("account_login"), {"login": "dora@bourne.example", "password": PASSWORD}
    )
    assert answer.status_code == 200
    dora.refresh_from_db()
    assert (dora.name, dora.is_active) == ("Erased person", False)
    assert not dora.has_usable_password()
    assert not EmailAddress.objects.filter(user=dora).exists()
    assert not Authenticator.objects.filter(user=dora).exists()
    assert not dora.affiliations.current(clock.day_of(now)).exists()
    assert LogEntry.objects.filter(actor=dora).exists()
    (entry,) = LogEntry.objects.get_for_object(dora).filter(additional_data__what="erased")
    assert entry.actor == office


def test_what_waits_is_ended_first(stranger, other_school, office, now):
    claiming.claim(user=stranger, school=other_school, role=SchoolRole.STAFF, now=now)
    outbox.queue(key="k", to=stranger.email, subject="s", text="t", now=now)

    erasing.erase(user=stranger, by=office, now=now)

    assert Claim.objects.get().state == ClaimState.WITHDRAWN
    assert not OutboxMessage.objects.filter(key="k").exists()  # nothing goes out any more


def test_a_post_that_began_today_ends_at_once(stranger, other_school, office, now):
    today = clock.day_of(now)
    AffiliationFactory.create(user=stranger, school=other_school, from_on=today)

    erasing.erase(user=stranger, by=office, now=now)

    assert not stranger.affiliations.current(today).exists()


def test_two_addresses_that_were_told_the_same_stay_two(dora, office, now):
    for address in ("dora@bourne.example", "dora@private.example"):
        outbox.queue(key="same", to=address, subject="s", text="t", now=now)
    OutboxMessage.objects.filter(key="same").update(state="sent", sent_at=now)

    erasing.erase(user=dora, by=office, now=now)

    told = OutboxMessage.objects.filter(key="same").values_list("to", flat=True)
    assert len(set(told)) == 2
    assert all(address.endswith("@erased.invalid") for address in told)
    assert Invitation.objects.get().email.endswith("@erased.invalid")


def test_a_role_has_to_end_first(office, now):
    finance = in_partnership("Farah Finance", PortalRole.FINANCE)

    with pytest.raises(erasing.CannotErase, match="still LA finance"):
        erasing.erase(user=finance, by=office, now=now)

    finance.roles_held.update(to_on=clock.day_of(now) - timedelta(days=1))
    erasing.erase(user=finance, by=office, now=now)


def test_a_member_school_keeps_a_head(head, school, office, now, dora):
    text = CommitmentTextFactory.create()
    Membership.objects.filter(school=school).update(
        state=MembershipState.ACTIVE, signed_at=now, commitment=text, signed_urn=school.pk
    )

    with pytest.raises(erasing.CannotErase, match=f"the only headteacher of {school}"):
        erasing.erase(user=head, by=office, now=now)

    AffiliationFactory.create(school=school, role=SchoolRole.HEADTEACHER)
    erasing.erase(user=head, by=office, now=now)


def test_nobody_erases_themselves_and_only_the_office_others(office, office2, head, dora, now):
    for person in (office, head):
        with pytest.raises(access.WrongPerson):
            erasing.erase(user=person if person == office else dora, by=person, now=now)
    erasing.erase(user=dora, by=office2, now=now)
    with pytest.raises(erasing.CannotErase, match="erased already"):
        erasing.erase(user=dora, by=office, now=now)


def test_the_office_types_the_address_and_ticks_the_box(office, dora):
    client, url = client_of(office), reverse("erase_person", args=[dora.pk])

    wrong = client.post(url, {"email": "else@bourne.example"})
    assert "This is not the address of the person on this page" in wrong.text
    assert "Check who asks, then tick the box" in wrong.text
    done = client.post(url, {"email": "DORA@bourne.example", "checked": "on"}, follow=True)

    assert "The person is erased." in done.text
    assert "Only the number" in done.text


def test_the_page_says_what_stands_in_the_way(office, finance):
    page = client_of(office).get(reverse("person_data", args=[finance.pk])).text

    assert "Farah Finance is still LA finance. End this role first." in page
    assert "Erase for good" not in page
    own = client_of(office).get(reverse("person_data", args=[office.pk])).text
    assert "A colleague in the office erases you" in own


def test_the_command_asks_first_and_says_what_stays(dora, finance, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_person", dora.email)
    with pytest.raises(CommandError, match="End this role first"):
        call_command("erase_person", finance.email, "--yes")

    call_command("erase_person", dora.email, "--yes")

    assert "The signature on a membership agreement" in capsys.readouterr().out
