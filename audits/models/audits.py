"""The audit: its plan, how it went, and its report (ISO 19011, clause 6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField
from qms.records.models import Record, person

from .choosing import ClausesField, UnitsField
from .programmes import Programme

KINDS = (
    ("internal", _("Internal (first party)")),
    ("supplier", _("Of a supplier (second party)")),
    ("external", _("By an outside body (third party)")),
)
METHODS = (("on_site", _("On site")), ("remote", _("Remote")), ("hybrid", _("Hybrid")))
PLACES = (("physical", _("Physical")), ("virtual", _("Virtual")))
FULFILMENTS = (
    ("full", _("Fully met")),
    ("largely", _("Largely met")),
    ("partly", _("Partly met")),
    ("not", _("Not met")),
)
PARTICIPANTS = (
    Column("person", _("Person"), kind="person"),
    Column("function", _("Function"), required=True),
)
SAMPLING = _(
    "Auditing is sampling: people, documents and records were looked at in part. What was not looked at may hold "
    "nonconformities that this report does not name."
)


def sampling_statement() -> str:
    """What every report says about sampling, unless the lead words it for this audit."""
    return str(SAMPLING)


class Audit(Record):
    """One audit. Dates move by “Postpone” alone, and the first ones stay."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), null=True, blank=True, related_name="audits"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="internal")
    objectives = models.TextField(_("objectives"), max_length=5000, blank=True)
    scope = models.TextField(
        _("scope"), max_length=5000, blank=True,
        help_text=_("What is audited and over which period. Processes and systems are linked as “concerns”."),
    )  # fmt: skip
    units = UnitsField(_("units in scope"))
    criteria = ClausesField(_("criteria"), help_text=_("Clauses of the editions that are audited against."))
    criteria_note = models.TextField(
        _("further criteria"), max_length=5000, blank=True, help_text=_("Own rules, contracts and laws.")
    )
    method = models.CharField(_("method"), max_length=10, choices=METHODS, default="on_site")
    locations = RowsField(
        _("locations"),
        columns=(
            Column("place", _("Place or address"), required=True),
            Column("kind", _("Kind"), kind="choice", choices=PLACES, required=True),
        ),
    )
    plan = RowsField(
        _("audit plan"),
        columns=(
            Column("when", _("When")),
            Column("what", _("What"), kind="long", required=True),
            Column("auditor", _("Auditor"), kind="person"),
            Column("auditee", _("Auditee"), kind="person"),
            Column("method", _("Method"), kind="choice", choices=METHODS),
        ),
    )
    planned_from = models.DateField(_("planned from"))
    planned_to = models.DateField(_("planned to"))
    first_planned_from = models.DateField(_("first planned from"), null=True, blank=True, editable=False)
    first_planned_to = models.DateField(_("first planned to"), null=True, blank=True, editable=False)
    moved = models.PositiveSmallIntegerField(_("times postponed"), default=0, editable=False)
    moved_because = models.TextField(_("reason for the change of dates"), blank=True, editable=False)
    due = models.DateField(_("due"), null=True, blank=True, editable=False)
    started_on = models.DateField(_("started on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    report_due = models.DateField(_("report due"), null=True, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True, editable=False)

    lead = person(_("lead auditor"), null=True, blank=True)
    team = PeopleField(_("audit team"), help_text=_("Auditors besides the lead."))
    experts = models.TextField(
        _("experts, observers, guides"),
        max_length=2000,
        blank=True,
        help_text=_("With their part. Outside people by function."),
    )
    auditees = PeopleField(_("auditees"), help_text=_("Those who answer for what is audited."))
    client = models.CharField(
        _("audit client"), max_length=200, blank=True, help_text=_("Who asked for the audit, such as the management.")
    )
    language = models.CharField(
        _("language"), max_length=60, blank=True, help_text=_("Of the audit and of its report.")
    )
    confidentiality = models.TextField(_("confidentiality"), max_length=2000, blank=True)

    opening_at = models.DateTimeField(_("opening meeting"), null=True, blank=True)
    opening = RowsField(
        _("at the opening meeting"), columns=PARTICIPANTS, help_text=_("Outside people by function only.")
    )
    closing_at = models.DateTimeField(_("closing meeting"), null=True, blank=True)
    closing = RowsField(
        _("at the closing meeting"), columns=PARTICIPANTS, help_text=_("Outside people by function only.")
    )

    summary = models.TextField(_("summary of the audit"), max_length=10_000, blank=True)
    obstacles = models.TextField(
        _("obstacles"), max_length=5000, blank=True, help_text=_("What lowers the reliability of the conclusions.")
    )
    uncovered = models.TextField(
        _("areas not covered"), max_length=5000, blank=True, help_text=_("Within the scope, but not audited, and why.")
    )
    conclusions = models.TextField(_("conclusions"), max_length=10_000, blank=True)
    fulfilment = models.CharField(_("degree of fulfilment"), max_length=10, choices=FULFILMENTS, blank=True)
    fulfilment_note = models.TextField(_("reasons for the degree"), max_length=5000, blank=True)
    sampling = models.TextField(_("sampling"), max_length=2000, blank=True, default=sampling_statement)
    distribution = models.TextField(_("distribution"), max_length=2000, blank=True, help_text=_("Who gets the report."))
    follow_up = models.TextField(_("follow-up plan"), max_length=5000, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        indexes = [*Record.Meta.indexes, models.Index(fields=["programme", "planned_from"], name="audit_programme")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="audit_dates",
                condition=models.Q(planned_to__gte=models.F("planned_from")),
                violation_error_message=_("The audit is planned to end before it begins."),
            ),
        ]

    @property
    def auditors(self) -> list[int]:
        """Ids of the audit side: the lead first, then the team."""
        return list(dict.fromkeys([*([self.lead_id] if self.lead_id else []), *self.team]))
