"""A school that closed, and the one that came after it."""

import pytest

from members.states import EstablishmentStatus
from tests.factories.members import SchoolFactory


@pytest.fixture
def old():
    return SchoolFactory.create(
        urn=102378, name="Field End Junior School", status=EstablishmentStatus.CLOSED
    )


@pytest.fixture
def new():
    return SchoolFactory.create(urn=148774, name="Field End Junior Academy")
