"""Catalogues: standard, edition, requirement. Reference data that everybody may read; no records.

Rows are written by `catalogues/load.py` (what the program ships) and `importing/` (what a user brings) and are never
removed, because records name them by key.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.attachments.models import Blob

from ..refs import split_key, spoken

KINDS = (
    ("clause", _("Clause")),
    ("point", _("Point")),
    ("control", _("Control")),
    ("annex", _("Annex")),
    ("article", _("Article")),
)
STYLES = (
    ("clause", _("Clauses: 9.2.2 f")),
    ("article", _("Articles: Art. 17(1)(a)")),
    ("function", _("Functions: GOVERN 1.1")),
    ("plain", _("As it stands")),
)
ORIGINS = (("shipped", _("Shipped with the program")), ("imported", _("Imported")))


class Standard(models.Model):
    """A standard, law or framework, whatever its edition."""

    ref = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)

    def __str__(self) -> str:
        return self.ref


class Edition(models.Model):
    """One published text of a standard. `key` names it in addresses and in records.

    `name` is what people call it where standard and edition side by side would not be said. `file_id` is how the
    file it came from names it: an edited copy of that file is known by it. What is `retired_at` is offered no more.
    """

    standard = models.ForeignKey(Standard, models.PROTECT, verbose_name=_("standard"), related_name="editions")
    key = models.SlugField(_("key"), max_length=40, unique=True)
    edition = models.CharField(_("edition"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    name = models.CharField(_("name"), max_length=100, blank=True)
    style = models.CharField(_("style of references"), max_length=10, choices=STYLES, default="clause")
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=ORIGINS, default="shipped")
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    file_id = models.CharField(_("identity in its file"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("hash of its file"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "edition"], name="edition_once")]

    def __str__(self) -> str:
        return self.name or f"{self.standard.ref}:{self.edition}"

    @property
    def is_imported(self) -> bool:
        """Whether a user brought it; then it may hold texts."""
        return self.origin == "imported"

    def get_absolute_url(self) -> str:
        """The tree of its requirements."""
        return reverse("standards-edition", args=[self.key])


class Requirement(models.Model):
    """One clause, point, control or annex heading of an edition.

    `assessable`: something that can be met or not met; a heading over further clauses is not. `position` is the place
    in the edition and the only order used: 8.10 stands after 8.9. `regimes` names the dates of application in
    `aiact/dates.toml`. `number` is how the publisher writes the reference where `ref`, a path, differs. `text` is
    filled in imported editions only. What left its file is `withdrawn_at`, and stays for the records naming it.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("edition"), related_name="requirements")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    ref = models.CharField(_("reference"), max_length=120)
    key = models.CharField(_("key"), max_length=170, unique=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    assessable = models.BooleanField(_("assessable"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    regimes = models.CharField(_("dates of application"), max_length=80, blank=True)
    file_id = models.CharField(_("identity in its file"), max_length=250, blank=True)
    position = models.PositiveIntegerField(_("position"))
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "ref"], name="requirement_once")]
        indexes = [models.Index(fields=["edition", "position"], name="requirement_position")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`ISO 9001:2015 9.2.2 f`."""
        return f"{self.edition} {self.spoken}"

    @property
    def spoken(self) -> str:
        """`9.2.2 f`."""
        return self.number or spoken(self.ref, self.edition.style)

    def get_absolute_url(self) -> str:
        """The clause's page."""
        return reverse("standards-clause", args=[split_key(self.key)[0], self.ref])


class StandardImport(models.Model):
    """A file with a standard or mapping on its way in: looked at, then confirmed by the person who brought it."""

    LOOKED, DONE, REFUSED = "looked", "done", "refused"
    STATES = ((LOOKED, _("Looked at")), (DONE, _("Imported")), (REFUSED, _("Refused")))

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default=LOOKED)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "-id"], name="standard_import_actor")]

    def __str__(self) -> str:
        return self.name
