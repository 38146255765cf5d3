"""Logs nobody can forge and that hold no personal data; S3 and Sentry where they are named."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings as configured

from hlp.logs import JsonFormatter, PlainFormatter, without_words

FORGED = '{"level": "INFO"}\r\nsecond line'


def record(message, *arguments, error=None):
    found = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("hlp", logging.WARNING, "file", 1, message, arguments, found)


def test_a_record_is_one_line_whatever_was_typed():
    line = JsonFormatter().format(record("found %s", FORGED))

    assert "\n" not in line
    assert json.loads(line)["message"] == 'found {"level": "INFO"}\\r\\nsecond line'
    assert "\n" not in PlainFormatter("{message}", style="{").format(record("found %s", FORGED))


def test_an_error_says_what_and_where_but_not_its_text():
    try:
        raise ValueError("head@a.example is taken")
    except ValueError as error:
        entry = json.loads(JsonFormatter().format(record("work %s failed", 7, error=error)))

    assert entry["error"] == "ValueError"
    assert "test_an_error_says_what_and_where" in entry["where"][0]
    assert "head@" not in json.dumps(entry)


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/invitations/4kUqI3pw9ZfYh2sQ_aa-1234/", "/invitations/(key)/"),
        ("/accounts/password/reset/key/2-c3fq1x-0a1b2c3d4e5f60718293/", "/key/(key)/"),
        ("/accounts/confirm-email/MQ:1tABcd:9-xYz_0123456789/", "/confirm-email/(key)/"),
        ("/invoices/HLP-2022-0001.pdf", "/invoices/HLP-2022-0001.pdf"),
        ("/office/memberships-of-schools/", "/office/memberships-of-schools/"),
    ],
)
def test_keys_of_links_are_not_logged(path, logged):
    entry = json.loads(JsonFormatter().format(record("Not Found: %s", path)))

    assert entry["message"].endswith(logged)


def test_a_request_has_a_number_in_answer_and_log(client, caplog, db):
    caplog.handler.setFormatter(JsonFormatter())
    given = client.get("/nowhere/", headers={"X-Request-ID": "from-the-proxy-1"})
    bad = client.get("/nowhere/", headers={"X-Request-ID": "x\ny"})

    logged = [json.loads(line) for line in caplog.text.splitlines() if line.startswith("{")]
    assert given.headers["X-Request-ID"] == "from-the-proxy-1"
    assert len(bad.headers["X-Request-ID"]) == 32
    assert [entry["request"] for entry in logged if "/nowhere/" in entry["message"]] == [
        "from-the-proxy-1",
        bad.headers["X-Request-ID"],
    ]


def test_refused_access_is_logged(client, teacher, caplog):
    client.force_login(teacher)

    assert client.get("/office/claims/").status_code == 404

    assert f"to user {teacher.pk} at /office/claims/" in caplog.text


def test_what_goes_to_sentry_is_stripped():
    event = {
        "exception": {"values": [{"type": "ValueError", "value": "head@a.example is taken"}]},
        "request": {"method": "POST", "url": "https://x/?q=head", "cookies": "c", "data": "d"},
        "user": {"id": 1, "email": "head@a.example"},
    }

    assert without_words(event, {}) == {
        "exception": {"values": [{"type": "ValueError", "value": ""}]},
        "request": {"method": "POST"},
    }


def settings_with(folder="", **variables):
    """What the production settings come to in a process with this environment."""
    program = (
        "import json, sys; from hlp.settings import base; print(json.dumps({"
        "'files': base.STORAGES['default'], 'log': base.LOGGING['root']['handlers'],"
        "'sentry': getattr(sys.modules.get('sentry_sdk'), 'told', None),"
        "'loaded': [n for n in ('sentry_sdk', 'boto3', 'storages') if n in sys.modules]}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=configured.BASE_DIR,
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 60, "PYTHONPATH": folder, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_without_their_variables_nothing_of_s3_or_sentry_is_loaded():
    assert settings_with() == {
        "files": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "log": ["plain"],
        "sentry": None,
        "loaded": [],
    }


def test_documents_lie_in_a_private_bucket_when_one_is_named(tmp_path):
    (tmp_path / "key").write_text("hush\n")
    found = settings_with(
        S3_BUCKET="hlp",
        S3_ENDPOINT_URL="https://objects.example",
        S3_ACCESS_KEY_ID="id",
        S3_SECRET_ACCESS_KEY_FILE=str(tmp_path / "key"),
        LOG_FORMAT="json",
    )

    assert found["files"] == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "hlp",
            "endpoint_url": "https://objects.example",
            "region_name": None,
            "access_key": "id",
            "secret_key": "hush",
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    assert found["log"] == ["json"]


def test_sentry_is_told_of_errors_without_personal_data(tmp_path):
    (tmp_path / "sentry_sdk.py").write_text(
        "told = {}\ndef init(**given): told.update({k: str(v) for k, v in given.items()})\n"
    )
    told = settings_with(str(tmp_path), SENTRY_DSN="https://k@sentry.example/1")["sentry"]

    assert told["dsn"] == "https://k@sentry.example/1"
    assert (told["send_default_pii"], told["include_local_variables"]) == ("False", "False")
    assert (told["max_request_body_size"], told["max_breadcrumbs"]) == ("never", "0")
    assert "without_words" in told["before_send"]
