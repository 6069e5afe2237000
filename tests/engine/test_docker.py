"""The container files, as far as they can be checked without building them."""

import re
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "docker"
PROGRAM = ("web", "worker", "beat", "migrate")


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load((FOLDER / "compose.yml").read_text())["services"]


def test_compose_has_every_part_and_each_is_watched(services):
    assert set(services) == {*PROGRAM, "postgres", "redis"}
    for name in ("postgres", "redis", "worker"):
        assert services[name]["healthcheck"]["test"]
    assert services["web"].get("healthcheck") is None, "the image's own check serves the web"


def test_compose_starts_nothing_before_the_database_is_migrated(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_compose_holds_no_secret_and_opens_only_loopback(services):
    for name in PROGRAM:
        environment = services[name]["environment"]
        assert environment["SECRET_KEY"].startswith("${SECRET_KEY:?")
        assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"]
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:${PORT:-8000}:8000"]


def test_compose_names_roles_that_the_entrypoint_knows(services):
    known = set(re.findall(r"^  (\w+)\)", (FOLDER / "entrypoint.sh").read_text(), re.M))
    assert {services[name]["command"][0] for name in PROGRAM} <= known


def test_dockerfile_is_multi_stage_locked_and_not_root():
    text = (FOLDER / "Dockerfile").read_text()
    assert len(re.findall(r"^FROM ", text, re.M)) == 2
    assert "--require-hashes -r /tmp/requirements.txt" in text
    users = re.findall(r"^USER (\S+)", text, re.M)
    assert users and users[-1] not in ("root", "0")
    assert text.index("USER ") < text.index("ENTRYPOINT")
    assert "libpango-1.0-0" in text and re.search(r"^HEALTHCHECK", text, re.M)


def test_dockerfile_needs_only_files_that_exist():
    text = (FOLDER / "Dockerfile").read_text()
    for source in re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) ", text, re.M):
        assert (FOLDER.parent / source).exists()
    entry = FOLDER / "entrypoint.sh"
    assert entry.stat().st_mode & 0o111, "the entrypoint must be executable"
