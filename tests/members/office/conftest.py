"""The moment and the period of the stories of joining, for those of the office."""

from tests.members.joining.conftest import (  # noqa: F401 - fixtures are found by their names
    clock,
    draft,
    member,
    now,
    period,
    post,
    prepared,
)
