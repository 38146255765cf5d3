"""A period that runs, its member school, and a programme which that school leads."""

from datetime import timedelta

import pytest

from hlp.kit import clock
from members.services import periods
from members.states import SchoolRole
from tests.factories import cast, resources, surveys


@pytest.fixture
def period(db):
    starts_on = clock.today() - timedelta(days=60)
    return periods.create_period(name="This run", starts_on=starts_on, is_published=True)


@pytest.fixture
def programme(period, school):
    return resources.led_programme(period, school)


@pytest.fixture
def cpd_lead(programme, school):
    return cast.at_school("Cora Lead", school, SchoolRole.CPD_LEAD)


@pytest.fixture
def event(programme):
    """Two hours that began an hour ago."""
    return surveys.event(programme, clock.now() - timedelta(hours=1))


@pytest.fixture
def feedback(event, cpd_lead):
    return surveys.feedback(event, cpd_lead)
