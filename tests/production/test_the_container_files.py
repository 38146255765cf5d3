"""Dockerfile and docker-compose.yml say what is there; no engine is needed to read them."""

import json
import re
import shutil
from fnmatch import fnmatch

import pytest
from django.core.management import get_commands

import manage
from tests.production import compose
from tests.production.compose import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
OURS = ("web", "worker", "beat", "migrate")


def explained():
    text = (ROOT / ".env.example").read_text("utf-8")
    return set(re.findall(r"^([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def test_every_variable_is_explained():
    read = set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", compose.text()))
    given = {name for one in OURS for name in compose.services()[one]["environment"]}

    assert read | {name.removesuffix("_FILE") for name in given} <= explained()


def test_the_services_are_all_there_and_watched():
    services = compose.services()

    assert set(services) == {*OURS, "proxy", "database", "redis"}
    assert services["web"]["deploy"]["replicas"] == 2
    unwatched = [name for name, service in services.items() if "healthcheck" not in service]
    assert unwatched == ["migrate"]
    restarts = {name: service["restart"] for name, service in services.items()}
    assert restarts.pop("migrate") == "no"
    assert set(restarts.values()) == {"unless-stopped"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_exists(name):
    program, *arguments = compose.command(name)

    if program == "python":
        assert (ROOT / arguments[0]).is_file()
        assert arguments[1] in get_commands()
    else:
        assert shutil.which(program, path=str(ROOT / ".venv" / "bin")) or shutil.which(program)


def test_the_image_starts_what_compose_starts():
    command = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)

    assert json.loads(command[0]) == compose.command("web")


@pytest.mark.parametrize("name", OURS)
def test_our_processes_may_do_little(name):
    service = compose.services()[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "ports" not in service
    assert "USER portal" in DOCKERFILE


def test_only_the_proxy_faces_outside():
    services = compose.services()

    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose.whole()["networks"]["data"] == {"internal": True}
    assert services["database"]["networks"] == services["redis"]["networks"] == ["data"]


def test_secrets_come_from_files_that_git_and_the_image_leave_alone():
    files = {secret["file"] for secret in compose.whole()["secrets"].values()}
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()

    assert {file.split("/")[1] for file in files} == {"secrets"}
    assert {"secrets/", ".env", "backups/"} <= set(ignored)
    assert (ROOT / ".dockerignore").read_text("utf-8").splitlines()[1] == "**"


def test_everything_named_is_there_whole_and_hashed():
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    missing = [one for line in sources for one in line.split() if not (ROOT / one).exists()]
    kept = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)

    assert missing == []
    copied = [one.rstrip("/") for line in sources for one in line.split() if one != "."]
    assert [f for f in copied if not any(fnmatch(f, p.removesuffix("/**")) for p in kept)] == []
    assert all("--require-hashes" in line for line in DOCKERFILE.splitlines() if "pip ins" in line)
    assert all(package in DOCKERFILE for package in manage.PANGO_PACKAGES)


def test_the_image_never_sets_itself_up():
    assert "HLP_CONTAINER=1" in DOCKERFILE
    assert "DJANGO_SETTINGS_MODULE=hlp.settings.base" in DOCKERFILE
