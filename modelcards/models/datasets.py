"""The dataset: one version of one family of data, with how it came to be and what is known of its quality."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField
from qms.records.models import Record

SHA256 = RegexValidator(r"\A[0-9a-f]{64}\Z", _("A SHA-256 is 64 hexadecimal digits, in small letters."))
PERSONAL = (("no", _("No personal data")), ("yes", _("Personal data")), ("special", _("Special categories")))
COMPARISONS = (("ge", _("at least")), ("le", _("at most")), ("eq", _("exactly")))


class Dataset(Record):
    """One version of a dataset (ISO/IEC 42001 A.7, EU AI Act Art. 10)."""

    family = models.SlugField(_("family"), max_length=80, help_text=_("The name all its versions share."))
    version = models.CharField(_("version"), max_length=60)
    version_hash = models.CharField(
        _("hash"), max_length=64, blank=True, validators=[SHA256], help_text=_("SHA-256 of this version's content.")
    )
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    personal = models.CharField(_("personal data"), max_length=8, choices=PERSONAL, blank=True)
    split = models.TextField(_("split"), blank=True, help_text=_("How it is divided for training and testing."))
    leakage = models.TextField(_("leakage"), blank=True, help_text=_("How it is known that no test data was learned."))
    quality = RowsField(
        _("quality results"),
        columns=(
            Column("rule", _("Rule"), required=True),
            Column("value", _("Value"), kind="number", required=True),
            Column("comparison", _("Should be"), kind="choice", choices=COMPARISONS, required=True),
            Column("threshold", _("Threshold"), kind="number", required=True),
            Column("n", _("n"), kind="number"),
            Column("tool", _("Tool")),
            Column("file", _("File, SHA-256")),
            Column("required", _("Required"), kind="bool"),
            Column("on", _("Date"), kind="date"),
        ),
    )

    class Meta(Record.Meta):
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["family", "version"], name="dataset_version_once", condition=~Q(state="void"),
                violation_error_message=_("This version of the dataset is recorded already."),
            ),
        ]  # fmt: skip
