"""Checks 10, 11, 12 and 25: a reason per criterion, changes as new rows, versions, missing ≠ 0."""

from typing import Any

import pytest

from bids.models import DraftMark, Mark, MarkSheet
from bids.services import clarifying, marking, panels
from bids.services.sheets import NotAsked, NotMarking
from bids.states import CriterionKind, SheetState
from hlp.kit.states import WrongPerson, WrongState
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import deciding

pytestmark = pytest.mark.django_db


def clarified(bid, office, now):
    """The bidders answer a question about their approach: version 2."""
    asked = clarifying.ask(
        bid=bid,
        question="Which schools will you visit?",
        sections=[CriterionKind.APPROACH],
        due_at=bid.call.marks_due_at,
        by=office,
        now=now,
    )
    clarifying.answer(
        clarification=asked,
        texts={CriterionKind.APPROACH: "We visit every school of the borough."},
        by=made.head_of(bid.lead_school),
        now=now,
    )
    return bid.versions.get(number=2)


# Check 10: a reason required per criterion; a draft may be partial.


def test_a_draft_may_be_partial(bid, clear, now):
    saved = acts.draft(bid, clear, mark=None, reason="Page 3 is strong.", now=now)

    assert (saved.mark, saved.reason, saved.revision) == (None, "Page 3 is strong.", 1)


def test_giving_marks_is_blocked_until_all_four_have_mark_and_reason(bid, clear, now):
    acts.draft(bid, clear, CriterionKind.EXPERTISE, now=now)
    acts.draft(bid, clear, CriterionKind.CAPACITY, reason="", now=now)
    acts.draft(bid, clear, CriterionKind.APPROACH, mark=None, now=now)

    with pytest.raises(marking.Incomplete, match="for: Capacity, Approach, Quality assurance"):
        marking.submit(bid=bid, by=clear, now=now)

    assert not Mark.objects.exists()
    assert DraftMark.objects.count() == 3


def test_given_marks_keep_the_sentence_that_stood_beside_them(bid, clear, now):
    """Check 9: the descriptor is frozen into the mark."""
    sheet = acts.give(bid, clear, (0, 1, 4, 5), now=now)

    for mark in sheet.marks.select_related("criterion"):
        assert mark.descriptor == mark.criterion.descriptors.get(mark=mark.mark).sentence
    assert sorted(sheet.marks.values_list("mark", flat=True)) == [0, 1, 4, 5]
    assert (sheet.state, sheet.submitted_at) == (SheetState.SUBMITTED, now)
    assert not sheet.drafts.exists()


def test_a_mark_is_on_the_scale(bid, clear, now):
    for mark in (-1, 6):
        with pytest.raises(marking.Incomplete, match="from 0 to 5"):
            acts.draft(bid, clear, mark=mark, now=now)


def test_submitting_locks(bid, clear, now):
    acts.give(bid, clear, now=now)

    with pytest.raises(NotMarking, match="are given"):
        acts.draft(bid, clear, mark=5, now=now)
    with pytest.raises(WrongState):
        marking.abstain(bid=bid, because="x", by=clear, now=now)
    with pytest.raises(WrongState):
        marking.submit(bid=bid, by=clear, now=now)


# Check 8, for drafts of one person in two windows.


def test_the_second_of_two_windows_is_warned_and_nothing_is_lost(bid, clear, now):
    acts.draft(bid, clear, reason="From the train.", mark=2, now=now)

    with pytest.raises(marking.Clash) as clash:
        acts.draft(bid, clear, reason="From my desk.", mark=4, now=now)

    assert (clash.value.theirs.reason, clash.value.yours.reason) == (
        "From the train.",
        "From my desk.",
    )
    saved = acts.draft(bid, clear, reason="From my desk.", mark=4, revision=1, now=now)
    assert (DraftMark.objects.get().reason, saved.revision) == ("From my desk.", 2)


def test_saving_the_same_again_is_no_clash(bid, clear, now):
    acts.draft(bid, clear, now=now)

    assert acts.draft(bid, clear, now=now).revision == 1


def test_one_clash_does_not_stop_the_other_drafts_of_a_page(bid, clear, now):
    acts.draft(bid, clear, reason="From the train.", now=now)
    page = [
        marking.Draft(
            criterion=acts.criterion(bid, kind),
            mark=4,
            reason="From my desk.",
            evidence="",
            revision=0,
        )
        for kind in CriterionKind
    ]

    with pytest.raises(marking.Clashes) as clashes:
        marking.save_drafts(bid=bid, drafts=page, by=clear, now=now)

    assert [str(each.theirs.criterion) for each in clashes.value.each] == ["Expertise"]
    assert DraftMark.objects.filter(reason="From my desk.").count() == 3


# Check 11: change = a new row with its reason.


def test_a_change_is_a_new_row_with_its_reason(bid, clear, now):
    first = acts.give(bid, clear, now=now).marks.get(criterion__kind=CriterionKind.CAPACITY)

    second = marking.change(
        mark=first, to=5, reason="I missed page 4.", because="I read on.", by=clear, now=now
    )

    first.refresh_from_db()
    assert (first.mark, second.mark, second.replaces) == (3, 5, first)
    assert second.changed_because == "I read on."
    assert second.descriptor == second.criterion.descriptors.get(mark=5).sentence
    assert list(Mark.objects.current().filter(criterion=first.criterion)) == [second]


@pytest.mark.parametrize("missing", ["reason", "because"])
def test_a_change_says_why(missing, bid, clear, now):
    mark = acts.give(bid, clear, now=now).marks.first()
    said = {"reason": "Better.", "because": "I read on.", missing: " "}

    with pytest.raises(marking.Incomplete):
        marking.change(mark=mark, to=5, by=clear, now=now, **said)


def test_a_mark_is_changed_once_and_then_its_successor(bid, clear, now):
    mark = acts.give(bid, clear, now=now).marks.first()
    said: dict[str, Any] = {"to": 5, "reason": "Better.", "because": "I read on."}
    marking.change(mark=mark, by=clear, now=now, **said)

    with pytest.raises(NotMarking, match="Change the newer one"):
        marking.change(mark=mark, by=clear, now=now, **said)


def test_nobody_changes_anybody_elses_mark(bid, clear, panel, now):
    mark = acts.give(bid, clear, now=now).marks.first()
    acts.declare(bid, panel[1], now=now)

    with pytest.raises(WrongPerson):
        marking.change(mark=mark, to=5, reason="x", because="x", by=panel[1], now=now)


def test_after_moderation_opened_no_mark_changes(db):
    call = deciding.moderating_call([(3, 3, 3, 3)])
    sheet = MarkSheet.objects.filter(bid__call=call).first()

    with pytest.raises(NotMarking, match="shows everybody’s marks"):
        marking.change(
            mark=sheet.marks.first(),  # type: ignore[arg-type]
            to=5,
            reason="x",
            because="x",
            by=acts.fresh(sheet.assessor),
            now=deciding.moderated_at(call),
        )


# Check 12: the version is pinned to each mark.


def test_each_mark_keeps_the_version_it_was_given_to(bid, clear, office, now):
    sheet = acts.give(bid, clear, now=now)
    newest = clarified(bid, office, now)

    later = marking.change(
        mark=sheet.marks.first(), to=4, reason="Clearer.", because="The answer.", by=clear, now=now
    )

    sheet.refresh_from_db()
    assert {mark.version.number for mark in sheet.marks.exclude(pk=later.pk)} == {1}
    assert (later.version, sheet.version.number) == (newest, 1)


def test_marks_may_be_said_to_hold_for_the_clarified_bid(bid, clear, office, now):
    sheet = acts.give(bid, clear, now=now)
    newest = clarified(bid, office, now)

    marking.stand_by(bid=bid, by=clear, now=now)

    sheet.refresh_from_db()
    assert sheet.version == newest
    assert {mark.version.number for mark in sheet.marks.all()} == {1}


def test_marks_are_not_given_to_a_version_nobody_read(bid, clear, office, now):
    seen = bid.versions.get()
    acts.drafts(bid, clear, now=now)
    newest = clarified(bid, office, now)

    with pytest.raises(marking.VersionChanged, match="clarified while"):
        marking.submit(bid=bid, seen=seen, by=clear, now=now)
    done = marking.submit(bid=bid, seen=newest, by=clear, now=now)
    assert {mark.version for mark in done.marks.all()} == {newest}


# Check 25: abstaining, not marking and nought are three things.


def test_abstaining_is_no_mark_and_may_be_taken_back(bid, clear, now):
    acts.draft(bid, clear, now=now)

    sheet = marking.abstain(bid=bid, because="I know too little.", by=clear, now=now)
    assert (sheet.state, Mark.objects.count()) == (SheetState.ABSTAINED, 0)

    marking.take_up(bid=bid, by=clear, now=now)
    assert acts.draft(bid, clear, mark=4, revision=1, now=now).revision == 2


def test_abstaining_says_why(bid, clear, now):
    with pytest.raises(marking.Incomplete, match="Say why"):
        marking.abstain(bid=bid, because=" ", by=clear, now=now)


def test_nought_is_a_mark(bid, clear, now):
    sheet = acts.give(bid, clear, (0, 0, 0, 0), now=now)

    assert [mark.mark for mark in sheet.marks.all()] == [0, 0, 0, 0]


def test_one_abstention_leaves_the_mean_and_the_number_drops_by_one(bid, panel, now):
    for person in panel:
        acts.declare(bid, person, now=now)
    acts.give(bid, panel[0], (4, 4, 4, 4), now=now)
    acts.give(bid, panel[1], (4, 4, 4, 4), now=now)
    marking.abstain(bid=bid, because="x", by=panel[2], now=now)

    given = Mark.objects.current().filter(sheet__bid=bid, criterion=acts.criterion(bid))
    assert list(given.values_list("mark", flat=True)) == [4, 4]


# Who may


def test_only_who_is_asked_marks(bid, clear, office, now):
    asked = bid.call.assessors.get(user=clear)
    panels.release(assessor=asked, because="Ill.", by=office, now=now)

    with pytest.raises(NotAsked):
        acts.draft(bid, clear, now=now)
    panels.add(call=bid.call, user=clear, by=office, now=now)
    assert acts.draft(bid, clear, now=now)


def test_without_a_declaration_nothing_is_marked(bid, assessor, now):
    with pytest.raises(WrongPerson):
        acts.draft(bid, assessor, now=now)


def test_marks_are_given_while_the_call_is_being_marked(clear, call, bid, now):
    acts.give(bid, clear, now=now)
    for person in deciding.board_members(3)[1:]:
        for each in call.bids.all():
            acts.declare(each, person, now=now)
            marking.abstain(bid=each, because="x", by=person, now=now)
    rival = call.bids.order_by("number")[1]
    marking.abstain(bid=rival, because="x", by=clear, now=now)
    deciding.opened(call)

    with pytest.raises(NotMarking, match="shows everybody’s marks"):
        marking.take_up(bid=rival, by=clear, now=now)
