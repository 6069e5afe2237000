"""The demo, loaded once for the run by its own command, and a copy of it for each test process."""

import datetime
import fcntl
import json
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qms.accounts.models import User
from tests import databases


@dataclass(frozen=True)
class Loaded:
    """The database that the command filled, the data folder beside it, and what the command said."""

    name: str
    data: str
    said: str
    began: datetime.datetime
    worked: float = 0.0  # seconds of processor time

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a management command on the demo's database and data folder."""
        env = {**databases.program_environment(self.name), "QMS_DATA": self.data}
        return databases.manage(*arguments, env=env, check=False)


@pytest.fixture(scope="session")
def loaded(template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Loaded:
    """Loaded by whichever test process comes first."""
    top = tmp_path_factory.getbasetemp()
    shared = top.parent if os.environ.get("PYTEST_XDIST_WORKER") else top
    with open(shared / "demo.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = shared / "demo.json"
        if not marker.exists():
            marker.write_text(json.dumps(_load(template, shared)))
        kept = json.loads(marker.read_text())
    return Loaded(
        kept["name"], kept["data"], kept["said"], datetime.datetime.fromisoformat(kept["began"]), kept["worked"]
    )


def _load(template: str, shared: Path) -> dict[str, Any]:
    data = shared / "demo-data"
    (data / "broker" / "messages").mkdir(parents=True)
    name, began = databases.copy(template, shared), datetime.datetime.now(datetime.UTC)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = Loaded(name, str(data), "", began).manage("demo")
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = done.stdout + done.stderr
    return {"name": name, "data": str(data), "said": said, "began": began.isoformat(), "worked": worked}


@pytest.fixture(scope="session")
def _copied(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with databases.clone(loaded.name, tmp_path_factory.mktemp("demo")) as name:
        yield name


@pytest.fixture
def demo(_copied: str, django_db_blocker: Any) -> Iterator[None]:
    """This test looks at the demo."""
    with django_db_blocker.unblock(), databases.pointed_at(_copied):
        yield


@pytest.fixture
def sign_in(demo: None) -> Callable[[str], Client]:
    """Gives a browser in which that person is signed in."""

    def opened(username: str) -> Client:
        client = Client(HTTP_HOST="localhost")
        client.force_login(User.objects.get(username=username))
        return client

    return opened
