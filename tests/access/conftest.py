"""The world of the generated tests."""

import pytest

from tests.access.world import World


@pytest.fixture
def world(db: None) -> World:
    world = World()
    assert world.period and world.people  # everybody is there before the first page opens
    return world
