"""The moment, the period and the member of the stories of joining, for those of leaving."""

from tests.members.joining.conftest import (  # noqa: F401 - fixtures are found by their names
    at,
    clock,
    member,
    now,
    period,
    post,
    prepared,
    trust_signatory,
    url,
)
