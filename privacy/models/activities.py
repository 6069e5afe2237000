"""The processing activity: one entry of the record that Art. 30 GDPR asks for, as controller or as processor."""

from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from qms.records.fields import Column, RowsField, StringsField
from qms.records.models import Record

from .. import article30
from .choices import DATA_KINDS, LEGAL_BASES, NONE_OF, PARTIES, RECIPIENT_KINDS, ROLES, SAFEGUARDS, YES_NO


def text(label: Any, help_text: Any = "") -> models.TextField:
    """A text that may be empty."""
    return models.TextField(label, blank=True, help_text=help_text)


def answer(label: Any, help_text: Any = "") -> models.CharField:
    """Yes, no, or not answered yet."""
    return models.CharField(label, max_length=3, choices=YES_NO, blank=True, default="", help_text=help_text)


class LackingField(models.CharField):
    """The letters of Art. 30 that say nothing yet, as "d, f", or "none"; derived at every change."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs  # how it looks is no business of the schema

    def shown(self, value: str, *, short: bool = False) -> str:
        """A coloured word."""
        return render_to_string("privacy/activities/lacking.html", {"lacking": value})


class ProcessingActivity(Record):
    """One processing activity. Which fields say something follows from `role`."""

    role = models.CharField(
        _("our role"), max_length=10, choices=ROLES, default="controller",
        help_text=_("The processor's record of Art. 30(2) is shorter and names the controllers."),
    )  # fmt: skip
    description = text(_("what is done"), _("The processing in plain words, and by what means."))

    parties = RowsField(
        _("controller, representative, officer"),
        columns=(
            Column("part", _("Part"), kind="choice", choices=PARTIES, required=True),
            Column("name", _("Name"), required=True),
            Column("contact", _("Contact details"), kind="long", required=True),
        ),
        help_text=_("A function or a shared address as contact, where there is one."),
    )
    none_of = StringsField(
        _("there is none of"), options=NONE_OF, help_text=_("Tick what does not exist, so that a gap is an answer.")
    )
    controllers = RowsField(
        _("controllers we work for"),
        columns=(
            Column("name", _("Controller"), required=True),
            Column("contact", _("Contact details"), kind="long", required=True),
            Column("representative", _("Representative")),
            Column("dpo", _("Data protection officer")),
            Column("categories", _("Categories of processing"), kind="long", required=True),
        ),
        help_text=_("Each controller with what is done on its behalf."),
    )

    purposes = text(_("purposes"), _("What it is for: each purpose, not the means."))
    legal_bases = StringsField(_("legal bases"), options=LEGAL_BASES)
    legitimate_interest = text(_("legitimate interest"), _("Which, whose, and why it is not overridden (6(1)(f))."))
    special_condition = text(
        _("condition for special categories"), _("Which point of Art. 9(2) or law under Art. 10 permits it.")
    )

    subjects = StringsField(_("categories of data subjects"), help_text=_("Such as customers, applicants, children."))
    data = RowsField(
        _("categories of personal data"),
        columns=(
            Column("name", _("Category"), required=True),
            Column("kind", _("Kind"), kind="choice", choices=DATA_KINDS, required=True),
            Column("key", _("Fideslang key")),
        ),
    )
    recipients = RowsField(
        _("recipients"),
        columns=(
            Column("name", _("Recipient or category"), required=True),
            Column("kind", _("Kind"), kind="choice", choices=RECIPIENT_KINDS),
            Column("country", _("Third country or organisation")),
        ),
    )
    transfers = RowsField(
        _("transfers to third countries"),
        columns=(
            Column("country", _("Country or organisation"), required=True),
            Column("recipient", _("Recipient")),
            Column("safeguard", _("Safeguard"), kind="choice", choices=SAFEGUARDS, required=True),
            Column("document", _("Where it is documented")),
        ),
    )
    retention = RowsField(
        _("limits for erasure"),
        columns=(
            Column("data", _("Data"), required=True),
            Column("limit", _("Erased after"), required=True),
            Column("because", _("Because of")),
        ),
    )
    security = text(_("security measures"), _("Technical and organisational, in general terms (Art. 32(1))."))

    fewer_than_250 = answer(_("fewer than 250 employed"), _("Enterprise or organisation; asked by Art. 30(5)."))
    likely_risk = answer(_("likely to be a risk"), _("To rights and freedoms of data subjects."))
    occasional = answer(_("only occasional"))

    dpia_needed = answer(_("DPIA needed"), _("Link the assessment that says so, or why not."))
    dpia_reference = models.CharField(_("reference of the assessment"), max_length=200, blank=True)

    system_name = models.CharField(_("system"), max_length=200, blank=True, help_text=_("Where it is not recorded."))
    system_key = models.CharField(_("fideslang key of the system"), max_length=120, blank=True)
    data_use = models.CharField(_("fideslang data use"), max_length=120, blank=True)
    dataset_keys = StringsField(_("fideslang keys of datasets"))

    review_on = models.DateField(_("next review"), null=True, blank=True)
    reviewed_on = models.DateField(_("last put in force"), null=True, blank=True, editable=False)
    lacking = LackingField(_("missing of Art. 30"), max_length=40, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("processing activity")
        verbose_name_plural = _("processing activities")

    @property
    def has_special(self) -> bool:
        """Whether special categories or convictions are among the data."""
        return any(row["kind"] in ("special", "criminal") for row in self.data)

    @property
    def letters(self) -> list[dict[str, str]]:
        """Art. 30 letter by letter with what is missing, as data for the API."""
        return [
            {"letter": a.letter.key, "asks": str(a.letter.label), "missing": a.gap} for a in article30.letters(self)
        ]
