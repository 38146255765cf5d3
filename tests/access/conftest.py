"""The world of the generated tests."""

import pytest

from tests.access.world import World


@pytest.fixture
def world(db: None) -> World:
    world = World()
    # Everybody is there before the first page opens.
    assert world.period
    assert world.people
    return world
