"""/healthz and /readyz: what a supervisor sees, without sign-in and without anything about the records."""

import datetime

import pytest
from django.utils import timezone

from qms.jobs.models import Heartbeat
from qms.notices.models import Mail
from qms.pages import health

from .notice_entries import a_person, a_unit

pytestmark = pytest.mark.django_db
MINUTES = datetime.timedelta(minutes=1)


def test_healthz_is_green_without_sign_in(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert "no-store" in answer["Cache-Control"]


def test_healthz_is_red_when_the_oldest_due_notice_is_late(client):
    user = a_person("ada", a_unit())
    Mail.objects.create(user=user, key="k", due_at=timezone.now() - 14 * MINUTES)
    assert client.get("/healthz").status_code == 200
    Mail.objects.update(due_at=timezone.now() - 16 * MINUTES)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "15 minutes late" in answer.json()["checks"]["notices"]
    assert client.get("/readyz").status_code == 200, "late notices do not stop the pages"
    assert "ada" not in answer.content.decode()


def test_healthz_is_red_when_nothing_sweeps(client, monkeypatch):
    monkeypatch.setattr(health, "STARTED", timezone.now() - 60 * MINUTES)
    assert client.get("/healthz").status_code == 503
    Heartbeat.objects.create(name="sweep", at=timezone.now() - 16 * MINUTES)
    assert client.get("/healthz").status_code == 503
    Heartbeat.objects.update(at=timezone.now())
    assert client.get("/healthz").status_code == 200


def test_healthz_is_red_without_a_broker(client, settings, tmp_path):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"  # nobody listens there
    answer = client.get("/healthz")
    assert answer.status_code == 503 and "Does not answer" in answer.json()["checks"]["broker"]
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "gone")}
    assert client.get("/healthz").status_code == 503


def test_healthz_and_readyz_are_red_when_the_database_lacks_migrations(client, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(health, "_migrated", False)
    MigrationRecorder.Migration.objects.filter(app="notices").delete()
    for address in ("/healthz", "/readyz"):
        answer = client.get(address)
        assert answer.status_code == 503 and "manage.py migrate" in answer.json()["checks"]["migrations"]


def test_healthz_refuses_to_be_posted_to(client):
    assert client.post("/healthz").status_code == 405
