"""All addresses of bidding, found by walking them, and a call at each stage to walk them with."""

import io
import zipfile
from functools import cache

from django.urls import URLPattern, get_resolver, reverse

from bids.models import BidFile, Call, Interest, Mark
from bids.services import attaching
from bids.states import CallState, CriterionKind, InterestKind, SectionKind
from hlp.kit import uploads
from members.states import PortalRole, SchoolRole
from tests.access.world import SCAN
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import board, cast, deciding
from tests.factories.members import AffiliationFactory

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
