"""Says what is due: one mail a person and day, and each thing once, however often it runs.

The mail's row, what it says and its place in the outbox are one transaction per person: a worker
that dies leaves some people written to and the rest untouched, and the next run goes on there.
A rule that raises is left out and named; what the others say goes out all the same.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from hlp.kit import access, audit, clock, mail, outbox, work
from hlp.kit.models import ReminderMail, ReminderSwitch, Said, WorkItem
from hlp.kit.refusal import Refusal
from hlp.kit.reminders import RULES, Due, Line, Rule

WORK = "kit.send_reminders"
EVER = date(1970, 1, 1)
SAY_EVERY = 20  # letters, so that saying how far we are costs little
STAGES_TO_NAME = 50  # beyond this many, what was said is read whole instead of asked for by name

log = logging.getLogger(__name__)


class NothingToSwitch(Refusal):
    """There is no such rule, or it stands already as it is asked to."""


class NothingFailed(Refusal):
    """Every rule did what it should."""


class RulesFailed(Refusal):
    """Raised when all that could be said is on its way: some rules could not be worked out."""


@dataclass(frozen=True)
class Item:
    """One thing that is said today, at one stage of its rule."""

    rule: Rule
    due: Due
    day: int

    @property
    def once(self) -> tuple[str, str, date, int]:
        return (self.due.to, self.due.key, self.due.on, self.day)


@dataclass
class Letter:
    """All that one address hears today."""

    to: str
    items: list[Item] = field(default_factory=list)
    failed: "Failed" = field(default_factory=dict)

    def lines(self, today: date) -> list[tuple[Line, list[Item]]]:
        """What it says about which items: deadlines of the day first, then by date."""
        by_rule: dict[str, list[Item]] = defaultdict(list)
        for item in sorted(self.items, key=lambda item: (not _presses(item, today), item.due.on)):
            by_rule[item.rule.name].append(item)
        lines: list[tuple[Line, list[Item]]] = []
        for items in by_rule.values():
            with _going_on(items[0].rule, self.failed):
                lines += _lines(items, today)
        return lines


Failed = dict[str, str]  # title of a rule that raised -> what went wrong


def letters(today: date, failed: Failed | None = None) -> list[Letter]:
    """What would be sent now: nothing to whom a reminder went today, nothing said before.

    Rules that raise are named in `failed`, also while the letters' lines are written.
    """
    failed = {} if failed is None else failed
    written_to = set(ReminderMail.objects.filter(on=today).values_list("to", flat=True))
    found: dict[str, Letter] = {}
    for rule, since in _speaking():
        with _going_on(rule, failed):
            for item in list(_new(rule, today, since)):
                if item.due.to not in written_to:
                    letter = found.setdefault(item.due.to, Letter(item.due.to, failed=failed))
                    letter.items.append(item)
    return sorted(found.values(), key=lambda letter: letter.to)


@contextmanager
def _going_on(rule: Rule, failed: Failed) -> Iterator[None]:
    """One rule's mistake is that rule's: logged and told, and the next one has its turn."""
    try:
        yield
    except Exception as error:
        if rule.title not in failed:
            log.exception("the reminder %s could not be worked out", rule.name)
        failed[rule.title] = work.tell(error)


def send(*, on: date, now: datetime, progress: work.Progress = lambda done, total: None) -> int:
    """Queue today's letters, each in a transaction of its own; how many were new.

    Raises RulesFailed at the very end, so that the row of the work says which rules did not speak.
    """
    sent, failed = 0, Failed()
    due = letters(on, failed)
    for count, letter in enumerate(due, start=1):
        try:
            with transaction.atomic():
                sent += _queue(letter, on, now)
        except IntegrityError:
            # Another run said it, or wrote to the person, since we looked. What is left waits.
            log.info("a reminder was sent by another run")
        if count % SAY_EVERY == 0 or count == len(due):
            progress(count, len(due))
    if failed:
        raise RulesFailed(in_words(failed))
    return sent


def in_words(failed: Failed) -> str:
    """Which rules, and where, for whoever mends it."""
    named = "; ".join(f"“{title}” ({what})" for title, what in failed.items())
    return f"Not worked out: {named}. All other reminders went out."


@work.handler(WORK)
def _send_today(item: WorkItem, progress: work.Progress) -> None:
    # Today, not the day in the key: a worker that comes late says what is true when it comes.
    now = clock.now()
    send(on=clock.day_of(now), now=now, progress=progress)
    # What an earlier morning could not say has been made up for, or is too old to be said.
    work.forgive(kind=WORK, but=item)


def stuck() -> WorkItem | None:
    """The last morning on which a rule raised, until a run goes through again."""
    return WorkItem.objects.needs_attention().filter(kind=WORK).first()


def try_again(*, by: Any, now: datetime) -> WorkItem:
    """Once it is mended, without waiting for the next morning."""
    access.require(by, "kit.switch_reminder")
    if stuck() is None:
        raise NothingFailed("Every reminder was worked out. There is nothing to try again.")
    return start(now)


def start(now: datetime) -> WorkItem:
    """What beat calls each morning: a row, so that a killed worker's rest is said the same day."""
    return work.enqueue(kind=WORK, key=str(clock.day_of(now)), again=True, now=now)


def switch(*, rule: str, is_on: bool, by: Any, now: datetime) -> ReminderSwitch:
    """Switched on again, a rule says what comes due from that day on and nothing of before."""
    access.require(by, "kit.switch_reminder")
    if rule not in RULES:
        raise NothingToSwitch("There is no such reminder.")
    with transaction.atomic(), audit.acting(by):
        wanted = {"is_on": is_on, "switched_on": clock.day_of(now)}
        _, made = ReminderSwitch.objects.get_or_create(rule=rule, defaults=wanted)
        row = ReminderSwitch.objects.select_for_update().get(rule=rule)
        was_on = True if made else row.is_on
        if was_on == is_on:
            raise NothingToSwitch(f"This reminder is {'on' if is_on else 'off'} already.")
        if not made:
            row.is_on, row.switched_on = is_on, clock.day_of(now)
            row.save(update_fields=["is_on", "switched_on"])
    return row


def names_on() -> set[str]:
    """The rules that speak."""
    return {rule.name for rule, _ in _speaking()}


def _speaking() -> Iterator[tuple[Rule, date]]:
    """Rules that are on, each with the day since when."""
    rows = {row.rule: row for row in ReminderSwitch.objects.all()}
    for rule in RULES.values():
        row = rows.get(rule.name)
        if row is None or row.is_on:
            yield rule, row.switched_on if row else EVER


def _new(rule: Rule, today: date, since: date) -> Iterator[Item]:
    """What the rule has to say today and has not said before."""
    items: dict[tuple[str, str, date, int], Item] = {}
    for due in rule.due(today):
        day = rule.stage(due.on, today, since)
        if day is not None and due.to.strip():
            item = Item(rule, _addressed(due), day)
            items.setdefault(item.once, item)
    said = _said(rule, items.values())
    times: dict[tuple[str, str], int] = defaultdict(int)
    for to, key, *_ in said:
        times[to, key] += 1
    for once, item in items.items():
        spent = rule.at_most is not None and times[once[:2]] >= rule.at_most
        if once not in said and not spent:
            yield item


def _said(rule: Rule, items: Iterable[Item]) -> set[tuple[str, str, date, int]]:
    rows = Said.objects.filter(rule=rule.name)
    days = {item.due.on for item in items}
    if not days:
        return set()
    if rule.at_most is None and len(days) <= STAGES_TO_NAME:
        rows = rows.filter(counts_from__in=days)
    return set(rows.values_list("to", "key", "counts_from", "day"))


def _addressed(due: Due) -> Due:
    return Due(to=due.to.strip().lower(), key=due.key, on=due.on, line=due.line)


def _queue(letter: Letter, on: date, now: datetime) -> bool:
    """False where nothing is left to say, because the rules behind it raised."""
    lines = letter.lines(on)
    if not lines:
        return False
    row = ReminderMail.objects.create(to=letter.to, on=on, created_at=now)
    Said.objects.bulk_create(
        Said(
            mail=row,
            rule=item.rule.name,
            to=letter.to,
            key=item.due.key,
            counts_from=item.due.on,
            day=item.day,
            title=line.title[:300],
        )
        for line, items in lines
        for item in items
    )
    words = compose([line for line, _ in lines])
    row.message = outbox.queue(
        key=f"reminders:{on}",
        to=letter.to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        now=now,
    )
    row.save(update_fields=["message"])
    return True


def compose(lines: list[Line]) -> mail.Mail:
    context = {"lines": lines, "first": lines[0], "count": len(lines), "root": settings.SITE_URL}
    return mail.compose("kit/reminders", context)


def _presses(item: Item, today: date) -> bool:
    return item.rule.is_deadline and item.due.on <= today


def _lines(items: list[Item], today: date) -> list[tuple[Line, list[Item]]]:
    """A rule may gather its items into one line; else each has its own."""
    rule = items[0].rule
    if rule.gather:
        return [(rule.gather([item.due for item in items], today), items)]
    return [(item.due.line, [item]) for item in items]
