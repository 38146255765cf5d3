"""The moment, a period around it, and the post as it would go out."""

from datetime import UTC, datetime

import pytest

from hlp.kit.models import OutboxMessage
from tests.factories.members import PeriodFactory

NOW = datetime(2022, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def period(db):
    return PeriodFactory.create()


@pytest.fixture
def post(db):
    """Whom we wrote to, with what: `post()` newest last, `post("a@b")` to one address."""

    def written(to=None):
        letters = OutboxMessage.objects.order_by("pk")
        return list(letters.filter(to=to) if to else letters)

    return written
