"""Stories of the engine play with rules of their own; those of apps with the real ones."""

import pytest

from hlp.kit import reminders


@pytest.fixture
def only(monkeypatch):
    """Nothing speaks but the rules that the test names."""

    def register(*rules):
        monkeypatch.setattr("hlp.kit.reminding.RULES", {rule.name: rule for rule in rules})

    return register


@pytest.fixture
def rules():
    return dict(reminders.RULES)
