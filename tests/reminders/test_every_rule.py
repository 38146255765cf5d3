"""Each rule of the portal: who hears what, with which link, and on which days from then on."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from hlp.kit import reminding
from hlp.kit.models import OutboxMessage, ReminderMail
from members.models import School
from tests.factories.reminders import send
from tests.reminders.cases import CASES

pytestmark = pytest.mark.django_db
START, DAYS = date(2022, 3, 1), 130


@pytest.fixture(params=CASES, ids=str)
def case(request, only, rules):
    only(rules[request.param.rule])
    request.param.arrange()
    return request.param


def test_the_mail_says_what_and_where(case):
    send(case.first)

    urn = School.objects.order_by("pk").filter(name="Bourne Lane Primary School").first()
    link = case.link.format(site=settings.SITE_URL, urn=urn.pk if urn else "")
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


def test_every_rule_has_its_case(rules):
    assert set(rules) == {case.rule for case in CASES}


def test_every_rule_says_in_a_sentence_what_it_is_for(rules):
    for rule in rules.values():
        assert rule.title
        assert rule.purpose.endswith(".")


def test_nothing_to_say_where_there_is_no_period_and_nothing_else(db):
    assert reminding.letters(date(2022, 3, 4)) == []
