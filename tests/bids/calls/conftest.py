"""A call about which a teacher has asked, so that somebody is to be told of what follows."""

import pytest

from bids.models import Call
from bids.services import questions
from bids.states import CallState
from members.models import School, User
from members.states import SchoolRole
from tests.factories import cast
from tests.factories.bids import T0, CallFactory


@pytest.fixture
def teacher_who_asked(office: User, school: School) -> Call:
    call = CallFactory.create(state=CallState.OPEN)
    teacher = cast.at_school("Tom Teacher", school, SchoolRole.STAFF)
    questions.ask(call=call, school=school, text="May we share?", by=teacher, now=T0)
    return call
