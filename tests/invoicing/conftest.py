"""What stories about invoices start from."""

import pytest

from tests.factories import invoicing as made


@pytest.fixture
def now():
    return made.NOW


@pytest.fixture
def year(db):
    return made.year()


@pytest.fixture
def membership(school):
    return made.member(school)
