"""A record with every kind of field."""

from django.db import models

from qms.records.fields import Column, PeopleField, RowsField, StringsField
from qms.records.models import Record, person

KINDS = (("small", "Small"), ("large", "Large"))
STEPS = (
    Column("what", "What", required=True),
    Column("long", "Long", kind="long"),
    Column("kind", "Kind", kind="choice", choices=KINDS),
    Column("on", "On", kind="date"),
    Column("n", "N", kind="number"),
    Column("done", "Done", kind="bool"),
    Column("who", "Who", kind="person"),
)


class Trial(Record):
    note = models.TextField("note", blank=True)
    result = models.TextField("result", blank=True)
    size = models.DecimalField("size", max_digits=8, decimal_places=2, null=True, blank=True)
    count = models.IntegerField("count", default=0)
    due_on = models.DateField("due on", null=True, blank=True)
    review_on = models.DateField("review on", null=True, blank=True)
    met_at = models.DateTimeField("met at", null=True, blank=True)
    lead = person("lead", null=True, blank=True)
    team = PeopleField("team")
    steps = RowsField("steps", columns=STEPS)
    tags = StringsField("tags", options=KINDS)
    tree = models.JSONField("tree", default=dict, blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(size__gte=0), name="trial_size", violation_error_message="The size is at least 0."
            ),
        ]
