"""What `celery -A qms.celery` starts. Messages only wake workers: the work itself is rows in the database."""

from celery.signals import worker_ready

from qms.jobs.app import app

__all__ = ["app"]
app.autodiscover_tasks(["qms.jobs"])


@worker_ready.connect(weak=False)
def catch_up(**kwargs: object) -> None:
    """A worker that starts does at once what fell due while none was there."""
    app.send_task("qms.jobs.tasks.sweep", expires=60)
