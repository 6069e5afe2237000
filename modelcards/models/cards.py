"""The model card: what is said of one version of a system, measured and signed."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, PeopleField, RowsField
from qms.records.models import Entry, Record, person

from ..cards import schema
from ..parts import ExtraField, MetadataField, MetricsField, SectionsField
from .policies import Policy
from .systems import System
from .versions import SystemVersion

#: Kinds of what an approval rests on, as queries/causes.py writes them.
RESTED_ON = (
    ("policy", _("Release policy")), ("dataset", _("Dataset")), ("risk", _("Risk")),
    ("nonconformity", _("Nonconformity")), ("monitor", _("Monitor")),
)  # fmt: skip
FORMATS = (("hf", _("Hugging Face README")), ("mct", _("Model Card Toolkit")))
LONGEST_METADATA = 2_000_000  # characters of a README's front matter


def _places() -> list[tuple[str, Any]]:
    """Where a change can be asked for: the sections of the card schema, then their fields."""
    sections = [(section.key, _(section.english)) for section in schema.sections()]
    return sections + [(field.key, _(field.english)) for field in schema.fields().values()]


class ModelCard(Record):
    """One card of one version (Mitchell et al. 2019; EU AI Act Art. 11, Annex IV)."""

    #: The entries of its datasets, where somebody has read them for one question; None: not read.
    named: Sequence[Entry] | None = None

    system = models.ForeignKey(System, models.PROTECT, verbose_name=_("system"), related_name="cards")
    version = models.ForeignKey(SystemVersion, models.PROTECT, verbose_name=_("version"), related_name="cards")
    schema_version = models.CharField(_("card schema"), max_length=20, blank=True, editable=False)
    sections = SectionsField(_("sections"))
    metrics = MetricsField(_("metrics"))
    extra = ExtraField(_("further sections"), help_text=_("What the schema of cards has no place for."))
    metadata = MetadataField(
        _("front matter"), max_length=LONGEST_METADATA, blank=True,
        help_text=_("YAML, as it came; what is not understood survives."),
    )  # fmt: skip

    source_format = models.CharField(_("came as"), max_length=3, choices=FORMATS, blank=True)

    authors = PeopleField(
        _("authors"), help_text=_("Whoever changed the content since it was last approved. They sign authorship only.")
    )
    peer = person(_("ML peer"), null=True, blank=True)
    validator = person(_("validator"), null=True, blank=True)
    quality = person(_("quality"), null=True, blank=True)
    risk = person(_("risk"), null=True, blank=True)
    ethics = person(_("ethics and human oversight"), null=True, blank=True)
    privacy = person(_("privacy officer"), null=True, blank=True)

    waiting = PeopleField(_("still to sign"), editable=False)

    policy = models.ForeignKey(
        Policy, models.PROTECT, null=True, blank=True, verbose_name=_("policy"), related_name="+", editable=False
    )
    rested_on = RowsField(
        _("rested on"),
        columns=(
            Column("kind", _("What"), kind="choice", choices=RESTED_ON),
            Column("number", _("Record"), kind="record"),
            Column("hash", _("SHA-256 of its content")),
        ),
        editable=False,
    )
    requests = RowsField(
        _("changes asked for"),
        columns=(
            Column("section", _("Section"), kind="choice", choices=_places(), required=True),
            Column("text", _("What has to change"), kind="long", required=True),
            Column("by", _("By"), kind="person", hidden=True), Column("on", _("On"), kind="date", hidden=True),
        ),
    )  # fmt: skip
    conditions = models.TextField(_("conditions"), blank=True)
    valid_until = models.DateField(_("approved until"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    look_again_because = models.TextField(_("why it needs another look"), blank=True, editable=False)
    advice = models.TextField(_("advice of the privacy officer"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("model card")
        verbose_name_plural = _("model cards")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["version"], name="card_of_version_once", condition=~Q(state="void"),
                violation_error_message=_("This version has a card already."),
            ),
        ]  # fmt: skip
