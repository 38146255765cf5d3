"""Bidding: the school's own pages. The head leads one bid and is asked to partner in another."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from bids.models import Bid
from bids.services import attaching, clarifying, editing
from bids.states import BidState, CallState, EditorRights
from hlp.kit import clock, uploads
from tests.access.page import OPENS, List, Page, Visible
from tests.access.pages.calls import a_call
from tests.access.roles import SIGNED_IN, Role
from tests.access.world import TOKEN, World
from tests.factories import bids as made

PDF = b"%PDF-1.7\nevidence\n%%EOF\n"
WRITES = frozenset({Role.HEAD, Role.BUSINESS_MANAGER})
SUBMITS = frozenset({Role.HEAD})


def a_bid(world: World, state: BidState = BidState.DRAFT) -> Bid:
    """Led by the world's school, with a partner outside the cast, written from end to end."""
    is_over = state in (BidState.PASSED, BidState.FAILED)
    call = a_call(world)
    if is_over:
        t0 = clock.now() - timedelta(days=30)
        call = made.CallFactory.create(priority=call.priority, state=CallState.OPEN, t0=t0)
    partner = made.member_of(call)
    bid = made.BidFactory.create(
        call=call,
        lead_school=world.school,
        state=state,
        partners=[partner],
        title="Reading for all",
    )
    return Bid.objects.get(pk=bid.pk)


def of(state: BidState = BidState.DRAFT, **more: str):
    return lambda world: {"pk": a_bid(world, state).pk, **more}


def evidence(world: World):
    bid = a_bid(world)
    file = attaching.add(
        bid=bid,
        section="expertise",
        title="Ofsted report",
        upload=uploads.check(SimpleUploadedFile("report.pdf", PDF)),
        by=world.people[Role.HEAD],
        now=clock.now(),
    )
    return {"pk": bid.pk, "file_id": file.pk}


def member_to_ask(world: World):
    bid = a_bid(world)
    return {"pk": bid.pk, "urn": made.member_of(bid.call, world.nobodys_school).pk}


def partner_to_remove(world: World):
    bid = a_bid(world)
    return {"pk": bid.pk, "partner_id": bid.partners.get().pk}


def asked_to_partner(world: World):
    bid = made.BidFactory.create(call=a_call(world), title="Reading for all")
    return {"partner_id": made.partner(bid, world.school, accepts=False).pk}


def invited(world: World, bid: Bid):
    return editing.invite(
        bid=bid,
        email="ed.editor@example.org",
        name="Ed Editor",
        rights=EditorRights.EDIT,
        by=world.people[Role.HEAD],
        now=clock.now(),
    )


def helper(world: World):
    bid = a_bid(world)
    return {"pk": bid.pk, "editor_id": invited(world, bid).pk}


def link(world: World):
    editor = invited(world, a_bid(world))
    editor.token_digest = editing.hashed(TOKEN)
    editor.save(update_fields=["token_digest"])
    return {"token": TOKEN}


def question(world: World):
    bid = a_bid(world, BidState.PASSED)
    asked = clarifying.ask(
        bid=bid,
        question="Who leads the sessions in the spring?",
        sections=["capacity"],
        due_at=clock.now() + timedelta(days=3),
        by=world.people[Role.OFFICE],
        now=clock.now(),
    )
    return {"clarification_id": asked.pk}


def add_bids(world: World, count: int) -> None:
    for _ in range(count):
        made.BidFactory.create(call=a_call(world), lead_school=world.school)


def some_bids(world: World) -> list[Bid]:
    """Of both schools, alone and as partners, in every state a bid has by itself."""
    states = [state for state in BidState if state != BidState.DECIDED]
    own = [a_bid(world, state) for state in states]
    others = [
        made.BidFactory.create(call=a_call(world), lead_school=world.other_school, state=state)
        for state in (BidState.DRAFT, BidState.SUBMITTED)
    ]
    return [*own, *others]


PAGES = [
    Page("bids:bid_list", SIGNED_IN, look_as=(Role.HEAD,)),
    Page(
        "bids:start_bid",
        SIGNED_IN,
        lambda world: {"slug": a_call(world).slug},
        look_as=(Role.HEAD,),
    ),
    Page("bids:bid_detail", WRITES, of(BidState.SUBMITTED)),
    # Writing
    Page("bids:edit_details", WRITES, of()),
    Page("bids:edit_section", WRITES, of(kind="approach")),
    Page(
        "bids:autosave_section",
        WRITES,
        of(kind="approach"),
        method="POST",
        data=lambda world: {"text": "As typed", "revision": 1},
        is_html=False,
        but=dict.fromkeys(WRITES, OPENS),  # a line of text, no page to go to
    ),
    Page(
        "bids:add_file",
        WRITES,
        of(kind="approach"),
        method="POST",
        but=dict.fromkeys(WRITES, OPENS),  # without a file it says what is missing
    ),
    Page("bids:bid_file", WRITES, evidence, is_html=False),
    Page("bids:remove_file", WRITES, evidence, method="POST"),
    # Who else is in it
    Page("bids:partner_list", WRITES, of(), query="?q=yeading"),
    Page("bids:ask_partner", WRITES, member_to_ask),
    Page("bids:remove_partner", WRITES, partner_to_remove, method="POST"),
    Page("bids:partner_answer", SUBMITS, asked_to_partner),
    Page("bids:editor_list", WRITES, lambda world: {"pk": helper(world)["pk"]}),
    Page("bids:revoke_editor", WRITES, helper, method="POST"),
    Page("bids:editor_accept", SIGNED_IN, link, look_as=(Role.STRANGER,)),
    # Sending
    Page("bids:preview", WRITES, of(BidState.SUBMITTED), query="?version=1"),
    Page("bids:bid_pdf", WRITES, of(), is_html=False),
    Page("bids:submit_bid", SUBMITS, of()),
    Page("bids:receipt", WRITES, of(BidState.SUBMITTED)),
    Page("bids:withdraw_bid", SUBMITS, of(BidState.SUBMITTED)),
    Page("bids:clarify", WRITES, question),
    # After closing, by decision of the board
    Page(
        "bids:change_line_up",
        frozenset({Role.OFFICE, Role.CLERK}),
        lambda world: {"bid_id": a_bid(world, BidState.PASSED).pk},
    ),
]
VISIBLE = [Visible("bids.Bid", "bids.view_bid", some_bids)]
LISTS = [List("bids:bid_list", Role.HEAD, add_bids)]
