"""What the registry calls frozen is frozen in the database, on whichever engine this run stands."""

import pytest
from django.db import connection

from hlp.kit import frozen


@pytest.mark.django_db
def test_every_frozen_table_has_its_triggers():
    assert frozen.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_a_lifted_trigger_is_missed_and_comes_back():
    frozen.lift(connection)
    lifted = frozen.missing(connection)
    frozen.install(connection)

    assert lifted != []
    assert frozen.missing(connection) == []
