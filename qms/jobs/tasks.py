"""The one Celery task. It carries nothing: what is to be done stands in the database."""

from django.utils import timezone

from .app import app
from .sweep import tick


@app.task(name="qms.jobs.tasks.sweep")
def sweep() -> None:
    """Do everything that is due now."""
    tick(at=timezone.now())
