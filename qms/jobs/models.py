"""The abstract row of a queue, and the sweep's heartbeat."""

from django.db import models


class QueueRow(models.Model):
    """Something to be done once, at or after `due_at`. Its verbs are in queue.py.

    `fence` rises with every claim: whoever finishes late, with an old fence, finds the row no longer his.
    """

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
    STATES = ((WAITING, WAITING), (RUNNING, RUNNING), (DONE, DONE), (FAILED, FAILED))

    due_at = models.DateTimeField()
    queue_state = models.CharField(max_length=8, choices=STATES, default=WAITING)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="%(class)s_queue",
                condition=models.Q(queue_state__in=["waiting", "running"]),
            )
        ]


class Heartbeat(models.Model):
    """When the last sweep of all jobs ended, by the database's clock."""

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()
