"""Checks 5 and 22: every address of bidding, found by walking them, is 404 to who may not see.

A new address is met by itself; one with a part that is not known here fails until it is.
"""

import io
import zipfile
from functools import cache

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from bids.models import Bid, BidFile, Call, Interest, Mark
from bids.services import attaching
from bids.states import CallState, CriterionKind, InterestKind, SectionKind
from hlp.kit import uploads
from hlp.kit.models import OutboxMessage
from members.states import PortalRole, SchoolRole
from tests.access.world import SCAN
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import board, cast, deciding
from tests.factories.members import AffiliationFactory, RoleHeldFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

# What bids say, what assessors wrote, what the board keeps to itself.
SECRETS = ("What we offer on", "saw good evidence", "Kept between ourselves", "The panel saw")
CALL_ONLY = {"slug", "kind", "question_id", "priority_id", "urn", "token"}


@cache
def addresses():
    """(name, names of its parts) of all of bidding."""
    found = []

    def walk(patterns, parts=()):
        for entry in patterns:
            here = (*parts, *entry.pattern.converters)
            if isinstance(entry, URLPattern):
                found.append((entry.name, frozenset(here)))
            else:
                walk(entry.url_patterns, here)

    (bids,) = [e for e in get_resolver().url_patterns if getattr(e, "namespace", "") == "bids"]
    walk(bids.url_patterns)
    return found


def of_a_bid():
    return sorted((name, parts) for name, parts in addresses() if not parts <= CALL_ONLY)


def of_a_call():
    return sorted((name, parts) for name, parts in addresses() if parts == {"slug"})


def test_the_walk_finds_the_addresses():
    names = {name for name, _ in of_a_bid()}

    assert {"bid_detail", "bid_file", "mark_bid", "screen_bid", "moderate_bid", "letter"} <= names
    assert {"marking_progress", "panel", "ranking_xlsx"} <= {name for name, _ in of_a_call()}


def with_evidence(bid):
    head = made.head_of(bid.lead_school)
    return attaching.add(
        bid=bid,
        section=SectionKind.APPROACH,
        title="Results",
        upload=uploads.Upload(SCAN, "results.pdf", uploads.PDF),
        by=head,
        now=bid.call.closes_at - made.timedelta(hours=20),
    )


def two_bids():
    """Open, both submitted, one with a file in it."""
    call = made.CallFactory.create(state=CallState.OPEN)
    for _ in range(2):
        bid = deciding.a_bid(call)
        with_evidence(bid)
        made.submitted(acts.again(bid), now=call.closes_at - made.timedelta(hours=10))
    return call


def marked(call):
    for bid in call.bids.order_by("number"):
        for member in deciding.board_members(3):
            deciding.give(bid, member, (4, 4, 4, 4) if bid.number == 1 else (3, 3, 3, 3))
    return call


def moderated(call):
    deciding.opened(marked(call))
    for bid, row in zip(call.bids.order_by("number"), [(4,) * 4, (3,) * 4], strict=True):
        deciding.agree(bid, row)
    return call


def decided(call):
    moderated(call)
    deciding.decide(call.bids.get(number=1), deciding.Outcome.SELECTED)
    deciding.decide(call.bids.get(number=2))
    members = deciding.board_members(1)
    deciding.deciding.close_decisions(call=_now(call), by=members[0], now=later(call))
    return call


def published(call):
    decided(call)
    deciding.publishing.publish(
        call=_now(call), no_award_because="", by=deciding.chair(), now=deciding.published_at(call)
    )
    return call


def later(call):
    return deciding.moderated_at(call)


def _now(call):
    return Call.objects.get(pk=call.pk)


STAGES = {
    "closed": made.closed,
    "marking": lambda call: marked(deciding.started(call)),
    "moderating": lambda call: moderated(deciding.started(call)),
    "decided": lambda call: decided(deciding.started(call)),
    "published": lambda call: published(deciding.started(call)),
}


def staged(stage):
    deciding.chair()
    deciding.board_members(3)
    call = two_bids()
    return _now(STAGES[stage](call))


def who(kind, call):
    """Somebody who may not see bid 1, and why."""
    bid, rival = call.bids.order_by("number")
    if kind == "office person who works for a rival":
        person = cast.in_partnership("Olga Office", PortalRole.OFFICE, is_staff=True)
        AffiliationFactory.create(user=person, school=rival.lead_school)
        return acts.fresh(person)
    person = cast.in_partnership(
        f"Connie {kind.title()}".replace(",", ""), PortalRole.PANEL_ASSESSOR
    )
    if kind == "works for a rival":
        AffiliationFactory.create(user=person, school=rival.lead_school, role=SchoolRole.STAFF)
    elif kind == "direct interest":
        say(bid, person, InterestKind.DIRECT)
    elif kind == "perceived, not ruled on":
        say(bid, person, InterestKind.PERCEIVED)
    elif kind == "declared for other schools":
        say(bid, person, InterestKind.NONE, line_up="1,2")
    return acts.fresh(person)


def say(bid, person, kind, **fields):
    """Also after publishing, when nothing is declared any more, somebody may have said so."""
    details = "" if kind == InterestKind.NONE else "I govern there."
    Interest.objects.create(
        bid=bid,
        user=person,
        kind=kind,
        details=details,
        declared_at=bid.submitted_at,
        **{"line_up": bid.line_up, **fields},
    )


KINDS = (
    *("direct interest", "perceived, not ruled on", "has not declared"),
    *("declared for other schools", "works for a rival", "office person who works for a rival"),
)

BOUND = ("direct interest", "works for a rival", "office person who works for a rival")


def parts_of(bid, parts):
    """A value for each part of an address, of this bid or of things in it."""
    rival = bid.call.bids.exclude(pk=bid.pk).get()
    sheet = bid.sheets.first()
    mark = Mark.objects.filter(sheet__bid=bid).first()
    interest = bid.interests.first()
    asked = bid.clarifications.first() or _asked(bid)
    known = {
        "pk": bid.pk,
        "bid_id": bid.pk,
        "slug": bid.call.slug,
        "kind": CriterionKind.APPROACH.value,
        "file_id": BidFile.objects.get(bid=bid).pk,
        "mark_id": mark.pk if mark else 0,
        "sheet_id": sheet.pk if sheet else 0,
        "interest_id": interest.pk if interest else 0,
        "assessor_id": bid.call.assessors.first().pk if bid.call.assessors.exists() else 0,
        "clarification_id": asked.pk,
        "partner_id": 0,
        "editor_id": 0,
        "urn": board.member(bid.call.priority.year.period).pk,
        "one": bid.pk,
        "other": rival.pk,
    }
    assert parts <= set(known), f"teach the walk: {sorted(parts - set(known))}"
    return {part: known[part] for part in parts}


def _asked(bid):
    """Kept out of the services: at the end of a call nobody asks any more."""
    return bid.clarifications.create(
        question="Which schools?",
        sections=["approach"],
        due_at=bid.call.marks_due_at,
        asked_at=bid.submitted_at,
        asked_by=made.office(),
    )


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return body.decode("utf-8", "replace")


def opened_to(client, bid):
    """Addresses of the bid that are there. 405 is said before anything of the bid is looked at."""
    for name, parts in of_a_bid():
        url = reverse(f"bids:{name}", kwargs=parts_of(bid, parts))
        for method in ("get", "post"):
            status = getattr(client, method)(url).status_code
            if status not in {404, 405}:
                yield name, method, status


def said_to(client, call):
    """Pages and files of the call that carry a word of a bid, a mark or a private reason."""
    for name, _ in of_a_call():
        text = text_of(client.get(reverse(f"bids:{name}", kwargs={"slug": call.slug})))
        yield from ((name, secret) for secret in SECRETS if secret in text)


@pytest.mark.parametrize("stage", STAGES)
def test_every_address_is_not_there_and_no_page_or_file_carries_a_word(stage):
    """One call for all of them: bringing it to its stage takes longer than looking."""
    call = staged(stage)
    bid = call.bids.get(number=1)
    kinds = KINDS if stage == "marking" else BOUND
    found = {}
    for kind in kinds:
        client = client_of(who(kind, call))
        found[kind] = [*opened_to(client, bid), *said_to(client, call)]

    assert found == {kind: [] for kind in kinds}


def test_the_walk_sees_what_opens():
    """The same walk by somebody who is clear of the bid finds pages and words."""
    call = staged("marking")
    bid = call.bids.get(number=1)
    client = client_of(deciding.board_members(1)[0])

    assert ("mark_bid", "get", 200) in set(opened_to(client, bid))
    assert text_of(client.get(reverse("bids:mark_bid", args=[bid.pk]))).count(SECRETS[0]) > 1


@pytest.mark.parametrize("stage", ["marking", "published"])
def test_the_back_room_and_its_search_carry_nothing_either(stage):
    call = staged(stage)
    client = client_of(who("office person who works for a rival", call))
    title = call.bids.get(number=1).title

    said = []
    for model in admin.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for query in ("", "?q=What", "?q=Stronger"):
            text = text_of(client.get(url + query))
            said += [(url, s) for s in (*SECRETS, title) if s in text]
        if model._meta.app_label == "bids":
            for row in model._default_manager.all()[:5]:
                page = reverse(f"admin:bids_{model._meta.model_name}_change", args=[row.pk])
                text = text_of(client.get(page, follow=True))
                said += [(page, s) for s in (*SECRETS, title) if s in text]

    # After publishing the award is public, and so is what it is for.
    assert [row for row in said if stage != "published" or row[1] in SECRETS] == []


def test_who_is_out_is_told_so_and_sees_neither_schools_nor_titles():
    call = staged("marking")
    client = client_of(who("works for a rival", call))
    bid = call.bids.get(number=1)

    for name in ("declare_interests", "marking_progress"):
        text = text_of(client.get(reverse(f"bids:{name}", args=[call.slug])))
        assert "You are out of this call" in text
        assert bid.title not in text
        assert bid.lead_school.name not in text


def test_before_declaring_schools_and_title_are_all_there_is():
    call = staged("marking")
    client = client_of(who("has not declared", call))
    bid = call.bids.get(number=1)

    text = text_of(client.get(reverse("bids:declare_interests", args=[call.slug])))

    assert bid.title in text
    assert bid.lead_school.name in text
    assert bid.versions.first().content["summary"] not in text


@pytest.mark.parametrize("stage", ["marking", "published"])
def test_bidders_always_reach_their_own_bid(stage):
    call = staged(stage)
    bid = call.bids.get(number=1)
    client = client_of(made.head_of(bid.lead_school))

    assert client.get(reverse("bids:bid_detail", args=[bid.pk])).status_code == 200
    file = BidFile.objects.get(bid=bid)
    assert client.get(reverse("bids:bid_file", args=[bid.pk, file.pk])).status_code == 200
    letter = client.get(reverse("bids:letter", args=[bid.pk])).status_code
    assert letter == (200 if stage == "published" else 404)


def test_a_bidder_who_sits_on_the_board_reaches_no_rival():
    call = staged("marking")
    bid, rival = call.bids.order_by("number")
    head = made.head_of(bid.lead_school)
    RoleHeldFactory.create(user=head, role=PortalRole.BOARD_MEMBER)
    client = client_of(acts.fresh(head))

    assert client.get(reverse("bids:bid_detail", args=[bid.pk])).status_code == 200
    for name in ("bid_detail", "mark_bid", "screen_bid", "moderate_bid"):
        assert client.get(reverse(f"bids:{name}", args=[rival.pk])).status_code == 404


def test_no_mail_carries_a_word_but_to_the_bidders_themselves():
    call = staged("published")
    bid, rival = call.bids.order_by("number")
    heads = {row: made.head_of(row.lead_school) for row in (bid, rival)}

    for mail in OutboxMessage.objects.exclude(to__in=[head.email for head in heads.values()]):
        assert [s for s in (*SECRETS, "Every school visited once") if s in mail.text] == []
    for mine, other in ((bid, rival), (rival, bid)):
        mails = OutboxMessage.objects.filter(to=heads[mine].email)
        assert not any(f"bid:{other.pk}:" in mail.key for mail in mails)
        assert Bid.objects.visible_to(acts.fresh(heads[mine])).get() == mine
