"""Outreach by the lead schools, and what the board has noted."""

from datetime import datetime, timedelta

from hlp.demo.programmes import school_year
from hlp.demo.programmes.delivery import Cast, Delivered
from hlp.kit import clock
from members.models import School
from programmes.services import outreach, quality
from programmes.states import ContactOutcome, ContactWay, Judgement


def watch(first: Delivered, second: Delivered, cast: Cast, now: datetime) -> None:
    _reach_out(first, now)
    before, last = school_year.last_two(now)
    note = quality.write_note(
        programme=first.programme,
        half_term=before,
        judgement=Judgement.GOING_WELL,
        text="Two thirds of the members came to the kick-off, primary and secondary alike.",
        by=cast["board1"],
        now=now - timedelta(days=20),
    )
    quality.sign_off(note=note, by=cast["chair"], now=now - timedelta(days=18))
    concern = quality.write_note(
        programme=second.programme,
        half_term=last,
        judgement=Judgement.WATCH,
        text="No session was held in the half-term. The lead school was short of staff.",
        by=cast["board1"],
        now=now - timedelta(days=4),
    )
    quality.add_action(
        note=concern,
        what="Agree dates for two sessions",
        who="Head of the lead school",
        due_on=clock.day_of(now) + timedelta(days=10),
        by=cast["board1"],
        now=now - timedelta(days=4),
    )


def _reach_out(of: Delivered, now: datetime) -> None:
    """A letter to all members, then calls to some who had not answered."""
    schools = list(School.objects.eligible_for(of.programme.period).order_by("urn"))
    on = of.programme.from_on + timedelta(days=4)
    for chosen, way, outcome, later in (
        (of.members, ContactWay.EMAIL, ContactOutcome.INTERESTED, 0),
        (schools[2::7], ContactWay.PHONE, ContactOutcome.NO_ANSWER, 20),
        (schools[4::9], ContactWay.VISIT, ContactOutcome.JOINING, 30),
        (schools[5::11], ContactWay.PHONE, ContactOutcome.NOT_NOW, 34),
    ):
        outreach.log_contact(
            programme=of.programme,
            schools=chosen,
            on=on + timedelta(days=later),
            way=way,
            outcome=outcome,
            by=of.lead,
            now=now,
        )
