"""Two press at once: one set of marks, one ruling, and nobody marks what they are now out of."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from bids.models import Interest, Mark, MarkSheet, Ruling
from bids.services import marking, partnering, ruling
from bids.states import SheetState
from hlp.kit.refusal import Refusal
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import deciding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_writers]


def at_once(*presses):
    """Run them side by side; what each gave, or the sentence it was refused with."""
    start, ends = Barrier(len(presses)), [None] * len(presses)

    def press(number, what):
        start.wait(timeout=10)
        try:
            what()
            ends[number] = "done"  # type: ignore[assignment]
        except Refusal as refused:
            ends[number] = str(refused)  # type: ignore[assignment]
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=row) for row in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ends


def give(bid, person, now):
    return lambda: marking.submit(bid=acts.again(bid), by=acts.fresh(person), now=now)


def test_giving_marks_twice_at_once_gives_one_set(bid, clear, now):
    acts.drafts(bid, clear, now=now)

    ends = at_once(give(bid, clear, now), give(bid, clear, now))

    assert sorted(end == "done" for end in ends) == [False, True]
    assert Mark.objects.count() == 4


def test_a_first_draft_saved_twice_at_once_is_one_sheet(bid, clear, now):
    save = [lambda: acts.draft(acts.again(bid), acts.fresh(clear), now=now) for _ in range(2)]

    assert at_once(*save) == ["done", "done"]
    assert MarkSheet.objects.get().drafts.count() == 1


def test_marks_and_abstention_at_once_are_one_or_the_other(bid, clear, now):
    acts.drafts(bid, clear, now=now)
    person = acts.fresh(clear)

    ends = at_once(
        give(bid, clear, now),
        lambda: marking.abstain(bid=acts.again(bid), because="x", by=person, now=now),
    )

    sheet = MarkSheet.objects.get()
    assert ends.count("done") == 1
    assert sheet.marks.count() == (4 if sheet.state == SheetState.SUBMITTED else 0)


def test_a_mark_changed_twice_at_once_has_one_successor(bid, clear, now):
    mark = acts.give(bid, clear, now=now).marks.first()
    change = [
        lambda to=to: marking.change(
            mark=Mark.objects.get(pk=mark.pk),
            to=to,
            reason="x",
            because="x",
            by=acts.fresh(clear),
            now=now,
        )
        for to in (4, 5)
    ]

    assert at_once(*change).count("done") == 1
    assert Mark.objects.filter(replaces=mark).count() == 1


def test_a_partner_that_comes_while_marks_are_given(bid, clear, office, now):
    """Either the marks were in first, or they wait for a new declaration: never both."""
    acts.drafts(bid, clear, now=now)
    school = made.member_of(bid.call)

    def come():
        partnering.change_after_closing(
            bid=acts.again(bid), school=school, part="x", agreed="Item 4", by=office, now=now
        )

    marks, came = at_once(give(bid, clear, now), come)

    assert came == "done"
    assert Mark.objects.count() == (4 if marks == "done" else 0)
    assert not acts.fresh(clear).has_perm("bids.mark_bid", acts.again(bid))


def test_an_answer_for_the_old_schools_never_covers_the_new(bid, assessor, office, now):
    school = made.member_of(bid.call)
    seen = bid.line_up

    def come():
        partnering.change_after_closing(
            bid=acts.again(bid), school=school, part="x", agreed="Item 4", by=office, now=now
        )

    at_once(lambda: acts.declare(acts.again(bid), acts.fresh(assessor), now=now, seen=seen), come)

    said = Interest.objects.filter(user=assessor).values_list("line_up", flat=True)
    assert set(said) <= {seen}
    assert not acts.fresh(assessor).has_perm("bids.mark_bid", acts.again(bid))


def test_two_rulings_at_once_are_one(bid, panel, chair, now):
    interest = acts.perceived(bid, panel[0], now=now)

    def rule(stays_out):
        return lambda: ruling.rule(
            interest=Interest.objects.get(pk=interest.pk),
            stays_out=stays_out,
            because="x",
            by=acts.fresh(chair),
            now=now,
        )

    assert at_once(rule(True), rule(False)).count("done") == 1
    assert Ruling.objects.count() == 1


def test_no_mark_slips_in_while_moderation_opens(call, bids, panel, now):
    for person in panel:
        for each in bids:
            acts.declare(each, person, now=now)
            acts.give(each, person, now=now)
    mark = Mark.objects.filter(sheet__assessor=panel[0]).first()

    ends = at_once(
        lambda: deciding.opened(call),
        lambda: marking.change(
            mark=mark,  # type: ignore[arg-type]
            to=5,
            reason="x",
            because="x",
            by=acts.fresh(panel[0]),
            now=now,
        ),
    )

    call.refresh_from_db()
    assert ends[0] == "done"
    later = Mark.objects.filter(replaces=mark).first()
    assert (later is not None) == (ends[1] == "done")
