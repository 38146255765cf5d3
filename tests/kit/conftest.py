"""The shop's tables, and a mail server that keeps what it is given."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from hlp.kit import frozen, states
from tests.kit import shop
from tests.kit.mail_server import MailServer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shop_tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(shop.Order)
        editor.create_model(shop.Line)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(shop.Line)
        editor.delete_model(shop.Order)


@pytest.fixture
def workflow(monkeypatch, shop_tables, request):
    monkeypatch.setitem(states.REGISTRY, shop.Order, shop.TABLE)
    yield
    if request.node.get_closest_marker("django_db").kwargs.get("transaction"):
        frozen.lift(connection)  # no flush knows these tables
        shop.Line.objects.all().delete()
        shop.Order.objects.all().delete()


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def clock(monkeypatch, now):
    """A clock that stands still until the test moves it."""

    class Clock:
        time = now

    monkeypatch.setattr("hlp.kit.clock.now", lambda: Clock.time)
    return Clock


@pytest.fixture
def mail_server():
    with MailServer() as server:
        yield server


@pytest.fixture
def smtp(mail_server, settings):
    """Mail goes to the test's own server over a real socket."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    settings.EMAIL_TIMEOUT = 5
    return mail_server


@pytest.fixture(autouse=True)
def forget_content_types():
    """The shop's content types go with each test's rows; Django would remember their numbers."""
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()
