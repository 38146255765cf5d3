"""What reminders leave behind: switches, one mail per person and day, and what was said in it."""

from datetime import date
from typing import ClassVar

from django.db import models

from hlp.kit.privacy import Privacy
from hlp.kit.querysets import ReminderMailQuerySet


class ReminderSwitch(models.Model):
    """Whether a rule speaks. Without a row it does; the row says since when it does or does not."""

    rule = models.CharField(max_length=60, unique=True)
    is_on = models.BooleanField(default=True)
    switched_on = models.DateField()  # the day of the last switch, either way

    privacy: ClassVar[Privacy] = Privacy(other=("rule", "is_on", "switched_on"))

    class Meta:
        verbose_name = "switch of a reminder"
        verbose_name_plural = "switches of reminders"

    def __str__(self) -> str:
        return self.rule


class ReminderMail(models.Model):
    """The one reminder mail that an address got on a day."""

    to = models.EmailField()
    on = models.DateField()
    message = models.ForeignKey(
        "kit.OutboxMessage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    privacy: ClassVar[Privacy] = Privacy(
        personal={"to": "so that nobody gets two on one day; two years"},
        other=("on", "message", "created_at"),
    )
    objects = ReminderMailQuerySet.as_manager()

    class Meta:
        verbose_name = "reminder mail"
        constraints = [
            models.UniqueConstraint(fields=["to", "on"], name="one_reminder_mail_a_day"),
        ]
        indexes = [models.Index(fields=["-on"], name="reminder_mail_newest")]

    def __str__(self) -> str:
        return f"reminder mail {self.pk}"

    @property
    def titles(self) -> list[str]:
        """What it said, each line once. Load it with newest_first()."""
        return list(dict.fromkeys(said.title for said in self.said.all()))


class Said(models.Model):
    """One thing an address was reminded of, at one stage: never again, for ever."""

    mail = models.ForeignKey(ReminderMail, on_delete=models.PROTECT, related_name="said")
    rule = models.CharField(max_length=60)
    to = models.EmailField()
    key = models.CharField(max_length=120)
    counts_from = models.DateField()
    day = models.SmallIntegerField()  # -7: said for the week before; later when made up for
    title = models.CharField(max_length=300)

    privacy: ClassVar[Privacy] = Privacy(
        personal={
            "to": "so that nothing is said twice; two years",
            "title": "what was said, may name a school; two years",
        },
        other=("mail", "rule", "key", "counts_from", "day"),
    )

    class Meta:
        verbose_name = "reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "to", "key", "counts_from", "day"], name="said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"

    @property
    def said_on(self) -> date:
        """Load it with its mail."""
        return self.mail.on
