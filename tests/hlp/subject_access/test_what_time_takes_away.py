from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import call_command

from hlp.kit import outbox
from hlp.kit.models import Document, OutboxMessage, ReminderMail, Said
from hlp.subject_access import exporting, keeping
from hlp.tasks import apply_retention
from members.models import Claim, Invitation, Membership
from members.states import ClaimState
from tests.factories.members import (
    ClaimFactory,
    CommitmentTextFactory,
    InvitationFactory,
    MembershipFactory,
)

YEAR = timedelta(days=365)
DAY = timedelta(days=1)


def done(now, **options):
    return {line.what: line.count for line in keeping.apply(now=now, **options) if line.count}


@pytest.mark.django_db
def test_texts_of_mails_go_after_a_year_and_the_row_stays(now):
    for key, age in (("old", YEAR + DAY), ("young", YEAR - DAY), ("waits", 2 * YEAR)):
        outbox.queue(key=key, to="a@x.example", subject=key, text=key, html=key, now=now - age)
    OutboxMessage.objects.exclude(key="waits").update(state="sent", sent_at=now)

    assert done(now) == {"Texts of mails, one year after they went": 1}

    texts = dict(OutboxMessage.objects.values_list("key", "text"))
    assert texts == {"old": "", "young": "young", "waits": "waits"}
    again = outbox.queue(key="old", to="a@x.example", subject="s", text="t", now=now)
    assert again.text == ""  # nothing is sent twice


def test_refused_claims_go_and_approved_ones_lose_their_words(db, now, office):
    decided = {"decided_by": office, "said": "Ask Bea", "reason": "Unknown"}
    for state, age in (
        (ClaimState.REFUSED, YEAR + DAY),
        (ClaimState.REFUSED, YEAR - DAY),
        (ClaimState.APPROVED, YEAR + DAY),
        (ClaimState.WITHDRAWN, YEAR + DAY),
    ):
        ClaimFactory.create(state=state, decided_at=now - age, **decided)
    waiting = ClaimFactory.create(said="Ask Bea")

    keeping.apply(now=now)

    left = Claim.objects.order_by("pk").values_list("state", "said")
    assert list(left) == [
        (ClaimState.REFUSED, "Ask Bea"),
        (ClaimState.APPROVED, ""),
        (waiting.state, "Ask Bea"),
    ]


def test_invitations_nobody_took_up_go_a_year_after_they_ran_out(db, now, head):
    old, young = now - YEAR - DAY, now - YEAR + DAY
    InvitationFactory.create(expires_at=old)
    InvitationFactory.create(expires_at=old, accepted_at=old, accepted_by=head)
    InvitationFactory.create(expires_at=young)

    keeping.apply(now=now)

    assert list(Invitation.objects.order_by("pk").values_list("name", flat=True)) == [
        *("", "Ina Invited"),
    ]


def test_reminders_go_after_two_years(db, now):
    for on in (date(2020, 4, 1), date(2021, 4, 1)):
        mail = ReminderMail.objects.create(to="a@x.example", on=on, created_at=now)
        Said.objects.create(
            mail=mail, rule="r", to="a@x.example", key="k", counts_from=on, day=0, title="t"
        )

    keeping.apply(now=now)

    assert Said.objects.get().mail.on == date(2021, 4, 1)
    assert ReminderMail.objects.count() == 1


def test_copies_of_personal_data_go_after_a_month_with_their_file(db, now, head):
    copy = exporting.make(key=f"{head.pk}:1", now=now - timedelta(days=31))
    exporting.make(key=f"{head.pk}:2", now=now - timedelta(days=29))
    assert default_storage.exists(copy.file.name)

    keeping.apply(now=now)

    assert Document.objects.get().key.endswith(":2")
    assert not default_storage.exists(copy.file.name)


def test_sessions_that_have_ended_go(db, now):
    Session.objects.create(session_key="a", session_data="", expire_date=now - DAY)
    Session.objects.create(session_key="b", session_data="", expire_date=now + DAY)

    keeping.apply(now=now)

    assert Session.objects.get().session_key == "b"


def test_agreements_after_seven_years_are_counted_and_left_to_people(db, school, now):
    membership = MembershipFactory.create(school=school)
    CommitmentTextFactory.create()
    Membership.objects.filter(pk=membership.pk).update(signed_at=now)
    after = now.replace(year=2031, month=4, day=2)

    assert done(after.replace(month=3, day=30)) == {}
    (what,) = done(after)

    assert what.startswith("Agreements, seven years after the period")
    assert Membership.objects.exists()


def test_a_dry_run_only_counts(db, now, capsys):
    InvitationFactory.create(expires_at=now - YEAR - DAY)

    assert done(now, dry_run=True) == {"Invitations nobody took up, one year after they ran out": 1}
    call_command("apply_retention", "--dry-run")

    assert Invitation.objects.exists()
    assert "     1  Invitations nobody took up" in capsys.readouterr().out


def test_it_runs_every_night_by_itself_and_a_second_time_does_nothing(db, now):
    InvitationFactory.create(expires_at=now - YEAR - DAY)

    apply_retention()
    apply_retention()

    assert not Invitation.objects.exists()
