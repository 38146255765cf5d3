"""Every model leaves an audit entry when it changes, or stands here with the reason why not."""

from auditlog.registry import auditlog
from django.apps import apps

from tests.architecture.sources import APPS

NOT_AUDITED = {
    "kit.WorkItem": "work to be done; its row is its own history",
    "kit.OutboxMessage": "mail; its row is its own history, and bodies would be kept twice",
    "kit.Attachment": "which document goes with which mail; written once with it",
    "kit.Document": "written once, never changed; downloads are recorded by name",
    "kit.ReminderMail": "which day a person was reminded; written once",
    "kit.Said": "is itself the record of what was said; written once",
    "board.VoterRoll": "the vote is secret; the roll says whether, never when or by whom",
    "board.SealedBallot": "the vote is secret; an envelope leaves no trace but itself",
    "board.BoardCode": "the vote is secret; written once when the box is opened",
    "board.BoardMarks": "the vote is secret; written once when the box is opened",
    "board.KeyLock": "what opens the box; made by the rehearsal, which is audited",
    "bids.DraftMark": "the assessor's own until it is submitted; a log would show it to others",
    "programmes.PlaceLog": "is itself the log of a place; the database keeps it still",
    "programmes.PlaceNeeds": "may reveal health or belief and vanishes; a log would keep it",
    "programmes.Expected": "written once when the register opens",
    "programmes.Attendance": "is itself the log of a register; the database keeps it still",
    "programmes.RegisterImport": "is itself the record of an import",
    "programmes.Asked": "who has answered, and never when: a time would tell whose answers",
    "programmes.Response": "may be anonymous; written once",
    "programmes.Answer": "may be anonymous; written once",
    "programmes.LinkCheck": "is itself the record of a check",
    "members.RosterImport": "is itself the record of an import",
}


def unaudited(labels, registered, excused):
    """Models that leave no trace; excuses for models that are audited after all, or gone."""
    silent = set(labels) - set(registered) - set(excused)
    needless = set(excused) & set(registered) | set(excused) - set(labels)
    return sorted(silent), sorted(needless)


def test_every_model_of_ours_is_audited_or_excused():
    labels = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in {"kit", "hlp", *APPS}
    ]
    registered = [model._meta.label for model in auditlog.get_models()]

    assert unaudited(labels, registered, NOT_AUDITED) == ([], [])


def test_a_model_without_trace_is_seen():
    found = unaudited(["a.A", "b.B"], ["a.A"], {"a.A": "audited", "c.C": "gone"})

    assert found == (["b.B"], ["a.A", "c.C"])
