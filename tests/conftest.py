"""What every test stands on: the database, frozen tables, a clean cache, and a small named cast."""

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from hlp.kit import frozen
from members.models import School, User
from members.states import PortalRole, SchoolRole
from tests.factories import cast
from tests.servers.folder import in_ci, run_folder

pytest_plugins = ["tests.browser.fixtures"]

# Two shared cores make wall-clock deadlines lie; CI must find the same examples every time.
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if in_ci() else "here")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in a file: in memory, threads get "table is locked" at once whatever the timeout."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(run_folder() / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def flush_between_transactional_tests() -> Iterator[None]:
    """Frozen rows refuse to be flushed, so their triggers are lifted for it and put back.

    The cache (rate limits) is no model and would outlive the flush. Live-server tests are
    transactional as well and come by here.
    """
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # private

    def flush_with_frozen_tables_lifted(case: TransactionTestCase) -> None:
        frozen.lift(connection)
        try:
            flush(case)
        finally:
            frozen.install(connection)
            cache.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_with_frozen_tables_lifted)
        yield


@pytest.fixture
def subprocess_env(transactional_db: None) -> dict[str, str]:
    """The environment in which another process (a worker to be killed) meets this test's rows."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        before, _, query = os.environ["DATABASE_URL"].partition("?")
        url = f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "hlp.settings.test"}


# The cast. Fixtures build people only where a test asks for them.


@pytest.fixture
def school(db: None) -> School:
    return cast.primary_school()


@pytest.fixture
def other_school(db: None) -> School:
    return cast.secondary_school()


@pytest.fixture
def office(db: None) -> User:
    return cast.in_partnership("Olive Office", PortalRole.OFFICE, is_staff=True)


@pytest.fixture
def office2(db: None) -> User:
    """The second person, where two must look."""
    return cast.in_partnership("Otto Office", PortalRole.OFFICE, is_staff=True)


@pytest.fixture
def clerk(db: None) -> User:
    return cast.in_partnership("Clare Clerk", PortalRole.CLERK)


@pytest.fixture
def finance(db: None) -> User:
    return cast.in_partnership("Farah Finance", PortalRole.FINANCE)


@pytest.fixture
def board_member(db: None) -> User:
    return cast.in_partnership("Bola Board", PortalRole.BOARD_MEMBER)


@pytest.fixture
def chair(db: None) -> User:
    return cast.in_partnership("Chris Chair", PortalRole.CHAIR)


@pytest.fixture
def returning_officer(db: None) -> User:
    return cast.in_partnership("Rosa Returning", PortalRole.RETURNING_OFFICER)


@pytest.fixture
def head(school: School) -> User:
    return cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)


@pytest.fixture
def other_head(other_school: School) -> User:
    return cast.at_school("Omar Head", other_school, SchoolRole.HEADTEACHER)


@pytest.fixture
def business_manager(school: School) -> User:
    return cast.at_school("Bea Manager", school, SchoolRole.BUSINESS_MANAGER)


@pytest.fixture
def teacher(school: School) -> User:
    return cast.at_school("Tom Teacher", school, SchoolRole.STAFF)


@pytest.fixture
def stranger(db: None) -> User:
    """Signed in, works nowhere, holds nothing."""
    return cast.UserFactory.create(name="Sam Stranger")
