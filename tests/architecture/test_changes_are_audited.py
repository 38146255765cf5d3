"""Every model leaves an audit entry when it changes, or stands here with the reason why not."""

from auditlog.registry import auditlog
from django.apps import apps

from tests.architecture.sources import APPS

NOT_AUDITED = {
    "kit.WorkItem": "work to be done; its row is its own history",
    "kit.OutboxMessage": "mail; its row is its own history, and bodies would be kept twice",
    "kit.Document": "written once, never changed; downloads are recorded by name",
    "kit.Counter": "the counter behind gapless numbers; each number stands on its invoice",
    "members.SchoolLink": "the register's own rows, written in bulk; the import's report says which",
    "members.RosterImport": "is itself the record of an import",
}


def unaudited(labels, registered, excused):
    """Models that leave no trace, and excuses for models that are audited or gone."""
    return sorted(set(labels) - set(registered) - set(excused)), sorted(
        set(excused) & set(registered)
    )


def test_every_model_of_ours_is_audited_or_excused():
    labels = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in {"kit", "hlp", *APPS}
    ]
    registered = [model._meta.label for model in auditlog.get_models()]

    assert unaudited(labels, registered, NOT_AUDITED) == ([], [])


def test_a_model_without_trace_is_seen():
    assert unaudited(["a.A", "b.B"], ["a.A"], {"a.A": "why"}) == (["b.B"], ["a.A"])
