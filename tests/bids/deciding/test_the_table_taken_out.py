"""The ranking as CSV and Excel: whole, harmless, on record, and not for everybody (6, 20)."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from bids.models import Bid
from bids.services import declaring_interests, exporting
from bids.states import InterestKind
from hlp.kit.access import WrongPerson
from members.states import PortalRole, SchoolRole
from tests.factories import board, cast
from tests.factories import deciding as made
from tests.factories.members import RoleHeldFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_6_a_member_takes_out_marks_totals_places_and_decisions():
    call = made.decided_call(((3, 3, 3, 3), (4, 5, 4, 4)))
    member = made.board_members(1)[0]

    best, other = table(client_of(member).get(reverse("bids:ranking_csv", args=[call.slug])))

    assert (best["Bid"], best["Place"], best["Total in %"]) == ("Bid 2", "1", "85.00")
    assert best["Before the next by"] == "Higher total"
    assert (best["Capacity: marks given"], best["Capacity: mean"], best["Capacity: agreed"]) == (
        *("3", "5.00", "5"),
    )
    assert (best["Decision"], best["Agreed sum"]) == ("Selected as lead school", "18000.00")
    assert (other["Bid"], other["Decision"]) == ("Bid 1", "Not selected")


def test_the_excel_file_has_the_same_with_money_and_dates_as_such():
    call = made.decided_call()
    answer = client_of(made.board_members(1)[0]).get(reverse("bids:ranking_xlsx", args=[call.slug]))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    headings = [cell.value for cell in sheet[1]]
    row = dict(zip(headings, [cell.value for cell in sheet[2]], strict=True))
    assert headings == exporting.headings()
    assert (row["Agreed sum"], row["Decided on"].date()) == (18000, date(2022, 6, 6))


def test_a_cell_a_spreadsheet_would_run_is_made_harmless():
    call = made.agreed_call()
    member = made.board_members(1)[0]
    made.decide(call.bids.first(), public_reason='=HYPERLINK("http://example.org")')  # type: ignore[arg-type]

    rows = table(client_of(member).get(reverse("bids:ranking_csv", args=[call.slug])))

    assert {row["Public reason"] for row in rows} == {'\'=HYPERLINK("http://example.org")', ""}


def test_a_bid_the_person_is_out_of_is_in_the_table_with_that_said_and_nothing_else():
    call = made.marking_call(2, members=4)
    one, two = call.bids.order_by("number")
    *three, conflicted = made.board_members(4)
    for member in three:
        for bid in (one, two):
            made.give(bid, member, (3, 3, 3, 3))
    made.give(two, conflicted, (4, 4, 4, 4))
    declaring_interests.declare(
        bid=one, kind=InterestKind.DIRECT, details="Kin.", by=conflicted, now=made.marked_at(call)
    )
    made.opened(call)

    rows = table(client_of(conflicted).get(reverse("bids:ranking_csv", args=[call.slug])))

    seen, hidden = rows
    assert (seen["Bid"], seen["Expertise: marks given"]) == ("Bid 2", "4")
    said = {key: value for key, value in hidden.items() if value}
    assert said == {
        "Bid": "Bid 1",
        "Lead school": one.lead_school.name,
        "Partner schools": "You are out of this bid",
    }


def test_whoever_is_out_of_the_call_or_a_bidder_gets_no_table():
    call = made.decided_call()
    bid = call.bids.first()
    inside = cast.at_school("Ina Inside", bid.lead_school, SchoolRole.STAFF)
    RoleHeldFactory.create(user=inside, role=PortalRole.BOARD_MEMBER)

    for person in (inside, board.head_of(bid.lead_school)):
        for name in ("bids:ranking_csv", "bids:ranking_xlsx", "bids:ranking", "bids:panel"):
            assert client_of(person).get(reverse(name, args=[call.slug])).status_code == 404
        with pytest.raises(WrongPerson):
            exporting.table(call=call, by=person)


def test_each_download_is_on_record():
    call = made.decided_call()
    member = made.board_members(1)[0]

    client_of(member).get(reverse("bids:ranking_csv", args=[call.slug]))

    entry = LogEntry.objects.get_for_object(call).order_by("-pk").first()
    assert (entry.actor, entry.additional_data["what"]) == (member, "ranking downloaded")
    assert Bid.objects.count() == 2
