"""The compose file and the images, as far as they can be checked without an engine to run them."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from core import settings
from tests.project import ROOT

BIN = Path(sys.executable).parent
REQUIRED = {
    "CLAIMPOST_AUTHSERV_ID": "mx.bureau.example",
    "CLAIMPOST_SECRET_KEY": "not-a-secret",
    "MINIO_ROOT_PASSWORD": "not-a-secret",
    "MINIO_ROOT_USER": "claimpost",
    "POSTGRES_PASSWORD": "not-a-secret",
    "REDIS_PASSWORD": "not-a-secret",
    "REGISTER_FOLDER": "/srv/claimpost/register",
}
DOCKERFILES = ("Dockerfile", "docker/dovecot/Dockerfile")


def compose(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "docker-compose", "--env-file", os.devnull, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    merged = compose("--profile", "try", "config", "--format", "json", **REQUIRED)
    assert merged.returncode == 0, merged.stderr
    found: dict[str, Any] = yaml.safe_load(merged.stdout)["services"]
    return found


def ours(services: dict[str, Any]) -> dict[str, Any]:
    return {name: service for name, service in services.items() if service["image"].startswith("claimpost:")}


@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_compose_refuses_to_start_without(missing: str) -> None:
    refused = compose("config", "-q", **{name: value for name, value in REQUIRED.items() if name != missing})

    assert (refused.returncode != 0, missing in refused.stderr) == (True, True)


def test_the_whole_office_is_there(services: dict[str, Any]) -> None:
    workers = {"worker-open", "worker-read", "worker-copy", "worker-route", "worker-send"}

    assert set(services) == {"web", "poller", "beat", "migrate", "postgres", "redis", "minio", "dovecot"} | workers


def test_every_service_is_pinned_and_fenced(services: dict[str, Any]) -> None:
    loose = {
        name
        for name, service in services.items()
        if not re.search(r":[\w.-]*\d[\w.-]*$", service["image"])
        or service["image"].endswith(":latest")
        or service.get("cap_drop") != ["ALL"]
        or service.get("security_opt") != ["no-new-privileges:true"]
        or not service.get("read_only")
    }

    assert loose == set()


def test_nothing_is_root_but_minio_which_has_no_other_user_and_no_capability(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if service.get("user", "root") in {"root", "0", "0:0"}} == {"minio"}


def test_every_service_that_stays_up_says_whether_it_is_well(services: dict[str, Any]) -> None:
    inherited = {"web"}  # from the image

    assert {name for name, service in services.items() if "test" not in service.get("healthcheck", {})} - inherited == {"migrate"}


def test_ports_are_open_to_this_host_only(services: dict[str, Any]) -> None:
    assert {port["host_ip"] for service in services.values() for port in service.get("ports", ())} == {"127.0.0.1"}


def test_what_opens_the_bytes_of_strangers_has_no_way_out(services: dict[str, Any]) -> None:
    reach = {name: sorted(service["networks"]) for name, service in services.items()}

    assert (reach["worker-open"], reach["worker-read"], reach["worker-copy"]) == (["inside"], ["inside"], ["inside"])


def test_passwords_of_mailboxes_reach_those_that_log_in_to_them_alone() -> None:
    written = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    assert {name: service["env_file"][0]["path"] for name, service in written.items() if "env_file" in service} == {
        "poller": "mailboxes.env",
        "worker-send": "mailboxes.env",
    }


def test_the_settings_of_the_services_are_settings_that_exist(services: dict[str, Any]) -> None:
    read = {name: settings.read(service["environment"]) for name, service in ours(services).items()}

    assert {made.broker_url for made in read.values()} == {"redis://:not-a-secret@redis:6379/0"}


def test_every_queue_has_a_worker(services: dict[str, Any]) -> None:
    (queues_of_steps,) = re.findall(r"^QUEUES = (\{[^}]*\})$", (ROOT / "ingest" / "jobs.py").read_text(), re.MULTILINE)
    served = {
        queue
        for service in ours(services).values()
        for flag, queues in zip(service["command"], service["command"][1:], strict=False)
        if flag == "-Q"
        for queue in queues.split(",")
    }

    assert served == set(ast.literal_eval(queues_of_steps).values())


def test_the_example_of_the_environment_names_what_compose_requires() -> None:
    named = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert set(REQUIRED) <= named


@pytest.mark.parametrize("name", DOCKERFILES)
def test_hadolint_finds_nothing(name: str) -> None:
    linted = subprocess.run([BIN / "hadolint", "--no-color", ROOT / name], capture_output=True, text=True, check=False)

    assert (linted.returncode, linted.stdout) == (0, "")


@pytest.mark.parametrize("name", DOCKERFILES)
def test_images_start_from_pinned_ones_and_run_as_a_plain_user(name: str) -> None:
    text = (ROOT / name).read_text()
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    users = re.findall(r"^USER (\S+)", text, re.MULTILINE)

    assert all(re.search(r":\d+\.\d+", base) for base in bases)
    assert users
    assert users[-1].split(":")[0] not in {"0", "root"}


def test_every_package_of_the_wheel_is_in_the_image() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    allowed = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)) - {"LICENSE"}

    assert copied == allowed == {"core", "parsers", "extractors", "router", "storage", "ingest", "web"}
