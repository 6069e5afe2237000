"""The Celery application. It stands here and not on the top floor, so that a commit can wake a worker."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["folder"] = "qms.jobs.folder:Transport"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
app = Celery("plumbline")
app.config_from_object("django.conf:settings", namespace="CELERY")
