"""Each rule of the portal: who hears what, with which link, and on which days from then on."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from bids.models import Bid, Call, Partner, Question
from board.models import Election
from hlp.kit import clock, reminding
from hlp.kit.models import OutboxMessage, ReminderMail
from members.models import Period, School, Trust
from members.states import SchoolRole
from programmes import invitations
from programmes.models import Asked, Event, Programme
from tests.factories.members import AffiliationFactory, InvitationFactory
from tests.factories.reminders import send
from tests.reminders import cases_of_bids, cases_of_events, cases_of_programmes, cases_of_surveys
from tests.reminders.cases import CASES as OF_OTHERS
from tests.reminders.cases import invited_and_on_file

pytestmark = pytest.mark.django_db
CASES = [
    *OF_OTHERS,
    *cases_of_bids.CASES,
    *cases_of_programmes.CASES,
    *cases_of_events.CASES,
    *cases_of_surveys.CASES,
]
START, DAYS = date(2022, 3, 1), 130


@pytest.fixture(params=CASES, ids=str)
def case(request, only, rules):
    only(rules[request.param.rule])
    request.param.arrange()
    return request.param


def test_the_mail_says_what_and_where(case):
    send(case.first)

    urn = School.objects.order_by("pk").filter(name="Bourne Lane Primary School").first()
    poll = Election.objects.first()
    trust = Trust.objects.filter(name="Colne Trust").first()
    asked = Asked.objects.order_by("pk").first()
    link = case.link.format(
        site=settings.SITE_URL,
        urn=urn.pk if urn else "",
        election=poll.pk if poll else "",
        trust=trust.pk if trust else "",
        bid=Bid.objects.order_by("pk").values_list("pk", flat=True).first(),
        call=Call.objects.values_list("slug", flat=True).first(),
        partner=Partner.objects.values_list("pk", flat=True).first(),
        programme=Programme.objects.values_list("pk", flat=True).first(),
        answer=invitations.path_of(asked) if asked else "",
        event=Event.objects.values_list("pk", flat=True).first(),
        question=Question.objects.order_by("pk").values_list("pk", flat=True).first(),
    )
    mails = OutboxMessage.objects.filter(key__startswith="reminders:").order_by("to")
    assert [mail.to for mail in mails] == case.to
    for mail in mails:
        assert mail.subject == case.subject
        assert case.says in mail.text
        assert link in mail.text.splitlines()
        assert case.subject.partition(": ")[2] in mail.html
        assert f'href="{link.partition(": ")[2]}"' in mail.html


def test_it_speaks_on_its_days_and_on_no_other(case):
    for number in range(DAYS):
        send(START + timedelta(days=number))

    spoken = ReminderMail.objects.order_by("on").values_list("on", flat=True).distinct()
    assert list(spoken) == case.days


def test_what_is_due_on_a_monday_is_said_on_the_friday(only, rules):
    only(rules["members.sign_up_closing"])
    invited_and_on_file()
    Period.objects.update(signup_closes_on=date(2022, 3, 21))

    assert [send(date(2022, 3, day)) for day in (14, 17, 18, 19, 20, 21)] == [2, 0, 2, 0, 0, 0]
    subjects = OutboxMessage.objects.filter(key="reminders:2022-03-18").values_list("subject")
    assert set(subjects) == {
        ("Reminder: Sign-up for Bourne Lane Primary School closes on Monday 21 March 2022",)
    }


def test_every_rule_has_its_case(rules):
    assert set(rules) == {case.rule for case in CASES}


def test_every_rule_says_in_a_sentence_what_it_is_for(rules):
    for rule in rules.values():
        assert rule.title
        assert rule.purpose.endswith(".")


def test_nothing_to_say_where_there_is_no_period_and_nothing_else(db):
    assert reminding.letters(date(2022, 3, 4)) == []


def test_who_accepted_and_left_hears_nothing_more(only, rules):
    only(rules["members.sign_up_closing"])
    invited_and_on_file()
    leaver = AffiliationFactory.create(
        school=School.objects.get(name="Bourne Lane Primary School"),
        role=SchoolRole.BUSINESS_MANAGER,
        to_on=date(2022, 2, 1),
    )
    InvitationFactory.create(
        school=leaver.school,
        role=leaver.role,
        email=leaver.user.email,
        accepted_at=clock.now(),
        accepted_by=leaver.user,
    )

    send(date(2022, 3, 4))

    assert ReminderMail.objects.exists()
    assert not OutboxMessage.objects.filter(to=leaver.user.email).exists()
