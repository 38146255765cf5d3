"""The world of the generated tests."""

import pytest

from tests.access.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()
