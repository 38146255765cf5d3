"""Pages tell nothing of votes while a poll is open, and later nothing of codes nearly alike."""

import re
from itertools import chain, combinations

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from board import sealing
from members.states import PortalRole
from tests.access.urls import url_names
from tests.factories import board as made
from tests.factories.members import RoleHeldFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
PLACES = ("home", "board:", "admin:")
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')


@pytest.fixture
def election(time_machine):
    time_machine.move_to(made.opens_at(), tick=False)
    return made.voting(secondary=1)


@pytest.fixture
def superuser(election):
    """The returning officer, who is of the office as well, so that every page opens."""
    user = made.officer()
    RoleHeldFactory.create(user=user, role=PortalRole.OFFICE)
    user.is_superuser = user.is_staff = True
    user.save()
    return client_of(user)


def addresses(**known):
    """Of elections, of the back room and the start page: all that are complete with these."""
    some = chain.from_iterable(combinations(known, count) for count in range(3))
    chosen = [{key: known[key] for key in keys} for keys in some]
    for name in sorted(name for name in set(url_names()) if name.startswith(PLACES)):
        for kwargs in chosen:
            try:
                yield reverse(name, kwargs=kwargs)
            except NoReverseMatch:
                continue


def seen(client, urls, *votes):
    """What each page says after these votes, which are taken back again."""
    with transaction.atomic():
        for school, chosen in votes:
            made.vote(school.election, school.school, *chosen)
        answers = {url: client.get(url) for url in urls}
        transaction.set_rollback(True)
    return {
        url: TOKEN.sub("", answer.content.decode())
        for url, answer in answers.items()
        if answer.status_code == 200 and not answer.streaming
    }


def test_every_page_is_the_same_whatever_was_voted(election, superuser):
    names, (one, two, *_) = made.candidates(election), election.roll.order_by("school")
    urls = list(
        addresses(
            election_id=election.pk,
            contest_id=election.contests.first().pk,
            nomination_id=names[0].pk,
            urn=one.school_id,
            object_id=election.pk,
        )
    )

    page = reverse("board:election_detail", args=[election.pk])

    first = seen(superuser, urls, (one, names[:3]), (two, names[:3]))
    other = seen(superuser, urls, (one, names[2:5]), (two, ()))
    fewer = seen(superuser, [page], (one, names[:3]))

    back_room = reverse("admin:auditlog_logentry_changelist")
    assert {page, back_room, reverse("home")} <= set(first)
    assert [url for url in first if first[url] != other[url]] == []
    assert first[page] != fewer[page]  # how many have voted is seen, and is all that is


def test_a_wrong_code_hears_nothing_of_one_that_is_nearly_alike(time_machine):
    election = made.declared()
    time_machine.move_to(made.after(), tick=False)
    client = client_of(made.head_of(made.roll(election)[0]))
    url = reverse("board:counted", args=[election.pk])
    code = election.codes.first().code
    last = sealing.ALPHABET[sealing.ALPHABET.index(code[-1]) - 1]

    answers = []
    for typed in (code[:-1] + last, code[:-1], "AAAA-CCCC-DDDD", code):
        page = client.post(url, {"code": typed}).content.decode()
        answers.append(TOKEN.sub("", page).replace(f'value="{typed}"', "").partition("Does it")[0])

    near, short, far, right = answers
    assert near == far
    assert "This code is not in the list" in far
    assert near != right
    assert "twelve letters and digits" in short
