"""The dataset: one version of one family of data, with how it came to be and what is known of its quality.

The questions are those of Gebru et al. 2021 (“Datasheets for Datasets”) and of the EU AI Act, Art. 10(2) and (5); where
both ask the same there is one field that names both.
"""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.records.models import Record

from .. import quality
from .quality import QualityField
from .sheet_answers import AnswerField

SHA256 = RegexValidator(r"\A[0-9a-f]{64}\Z", _("A SHA-256 is 64 hexadecimal digits, in small letters."))
PERSONAL = (
    ("no", _("No personal data")), ("yes", _("Personal data")), ("special", _("Special categories")),
    ("unknown", _("Unknown")),
)  # fmt: skip
MOTIVATION, COMPOSITION, COLLECTION = "Gebru: motivation", "Gebru: composition", "Gebru: collection"
PREPARATION, USES = "Gebru: preprocessing", "Gebru: uses"
DISTRIBUTION, MAINTENANCE = "Gebru: distribution", "Gebru: maintenance"


def _answer(label: object, help_text: object, *sources: str) -> AnswerField:
    return AnswerField(label, help_text=help_text, sources=sources)


class Dataset(Record):
    """One version of a dataset (ISO/IEC 42001 A.7, EU AI Act Art. 10)."""

    family = models.SlugField(_("family"), max_length=80, help_text=_("The name all its versions share."))
    version = models.CharField(_("version"), max_length=60)
    version_hash = models.CharField(
        _("hash"), max_length=64, blank=True, validators=[SHA256], help_text=_("SHA-256 of this version's content.")
    )
    licence = models.CharField(_("licence"), max_length=120, blank=True)

    # Why it was made
    purpose = _answer(_("purpose"), _("For which task it was made, and which gap it fills."), MOTIVATION)
    made_by = _answer(_("made by"), _("Who made it, on whose behalf, and who paid for it."), MOTIVATION)
    design_choices = _answer(
        _("design choices"), _("What was decided when it was designed, and why."), MOTIVATION, "AI Act 10(2)(a)"
    )

    # What is in it
    content = _answer(
        _("content"), _("What one instance is, of which kinds there are how many, what belongs together."), COMPOSITION
    )
    sampling = _answer(
        _("sample"), _("Whether it is all there is or a sample; how that was drawn and how well it represents."),
        COMPOSITION, "AI Act 10(3)",
    )  # fmt: skip
    labels = _answer(_("labels"), _("What each instance is labelled with, and how sure that is."), COMPOSITION)
    flaws = _answer(_("errors and gaps"), _("Missing values, noise, duplicates, known mistakes."), COMPOSITION)
    groups = _answer(_("groups of people"), _("Which groups can be told apart, and how they are spread."), COMPOSITION)
    sensitive = _answer(_("confidential or hurtful content"), _("What in it is, and for whom."), COMPOSITION)
    assumptions = _answer(
        _("assumptions"), _("What the data are meant to measure and to represent."), COMPOSITION, "AI Act 10(2)(d)"
    )
    split = _answer(_("split"), _("How it is divided for training, validation and testing."), COMPOSITION)
    leakage = _answer(_("leakage"), _("How it is known that no test data was learned."), COMPOSITION)

    # Where it comes from
    origin = _answer(_("origin"), _("From where and from whom the data come."), COLLECTION, "AI Act 10(2)(b)")
    collection = _answer(
        _("collection"), _("How, when, by whom and for which pay they were collected."), COLLECTION, "AI Act 10(2)(b)"
    )
    original_purpose = _answer(
        _("original purpose"), _("What personal data were collected for in the first place."), "AI Act 10(2)(b)"
    )
    consent = _answer(_("consent"), _("Whether people were told and agreed, and how they take it back."), COLLECTION)
    ethics = _answer(_("ethical review"), _("Who looked at it, and what became of that."), COLLECTION)

    # What was done to it
    preparation = _answer(
        _("preparation"), _("Annotation, labelling, cleaning, updating, enrichment, aggregation."),
        PREPARATION, "AI Act 10(2)(c)",
    )  # fmt: skip
    raw_data = _answer(_("raw data"), _("Whether it is kept and where; which software prepared it."), PREPARATION)

    # What it is good for
    uses = _answer(_("uses"), _("What it is used for now, and where that is listed."), USES)
    suitability = _answer(
        _("availability and suitability"), _("Which data are needed; whether these are enough and fit."),
        USES, "AI Act 10(2)(e)",
    )  # fmt: skip
    not_for = _answer(_("not to be used for"), _("And what in it could harm a later use."), USES)

    # Bias
    bias_examination = _answer(
        _("examination of bias"), _("Which biases were looked for that may harm people, and what was found."),
        "AI Act 10(2)(f)",
    )  # fmt: skip
    bias_measures = _answer(
        _("measures against bias"), _("What detects, prevents and lessens what was found."), "AI Act 10(2)(g)"
    )
    gaps = _answer(_("gaps"), _("What stands in the way of compliance, and how that is dealt with."), "AI Act 10(2)(h)")

    # Who gets it, and who looks after it
    distribution = _answer(_("distribution"), _("To whom it goes, how and since when."), DISTRIBUTION)
    terms = _answer(_("terms"), _("Rights of others, fees, export restrictions."), DISTRIBUTION)
    maintenance = _answer(_("maintenance"), _("Who hosts it, answers, corrects and extends it."), MAINTENANCE)
    retention = _answer(_("retention"), _("How long it is kept; what becomes of older versions."), MAINTENANCE)

    # Personal data, and special categories of it for the detection of bias
    personal = models.CharField(_("personal data"), max_length=8, choices=PERSONAL, blank=True)
    special_need = _answer(
        _("why other data do not do"), _("Neither synthetic nor anonymised data."), "AI Act 10(5)(a)"
    )
    special_limits = _answer(
        _("limits on re-use"), _("Technical limits, pseudonymisation, state-of-the-art security."), "AI Act 10(5)(b)"
    )
    special_protection = _answer(
        _("protection"), _("Safeguards, who has access, and where access is documented."), "AI Act 10(5)(c)"
    )
    special_sharing = _answer(_("no other party"), _("How it is ensured that nobody else gets it."), "AI Act 10(5)(d)")
    special_deletion = _answer(
        _("deletion"), _("Once the bias is corrected or the time is over, whichever comes first."), "AI Act 10(5)(e)"
    )
    delete_on = models.DateField(_("delete by"), null=True, blank=True)
    special_record = _answer(
        _("record of processing"), _("Where the record gives the reasons why it was necessary."), "AI Act 10(5)(f)"
    )

    quality = QualityField(_("quality results"))

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

    @property
    def quality_results(self) -> list[dict[str, Any]]:
        """The quality results with their verdicts: `passed`, and whether a newer result of the rule took its place."""
        return quality.judged(self.quality)

    @property
    def failing_required(self) -> list[str]:
        """Required rules whose newest result fails, in words: each blocks the submission of a card that uses it."""
        return quality.failing_required(self.quality)
